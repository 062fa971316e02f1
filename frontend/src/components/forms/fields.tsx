/** Every field of the form floor. Each kind stands in a file of its own, so that a page loads only those that it shows. */
export { CheckboxField } from './CheckboxField';
export { FileField } from './FileField';
export { SelectField } from './SelectField';
export { TextareaField } from './TextareaField';
export { CodeField, PasswordField, TextField } from './textFields';
