import { createContext } from 'react';
import type { RowTable } from '../terminal/row-table.ts';

/** Where rows are put for the painter; without one, Ink itself draws them. */
export const RowTableContext = createContext<RowTable | undefined>(undefined);
