import shell from './shell.json';
import states from './states.json';
import home from './home.json';
import search from './search.json';
import record from './record.json';
import classes from './classes.json';
import classify from './classify.json';
import imports from './imports.json';
import about from './about.json';

export default { shell, states, home, search, record, classes, classify, imports, about };
