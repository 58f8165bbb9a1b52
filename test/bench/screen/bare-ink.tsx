/** The minimum that Ink can show: the baseline for the screen's first frame. */
import { render, Text } from 'ink';

render(<Text>hello from ink</Text>);
