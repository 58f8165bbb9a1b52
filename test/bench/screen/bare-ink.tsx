/** The least that Ink can show: what the first frame of the screen is measured against. */
import { render, Text } from 'ink';

render(<Text>hello from ink</Text>);
