/** Attributes of WeChat's accessibility support (base library 2.7.1) that the kit writes; '' = no default. */
const attributes = { role: '', 'aria-label': '', 'aria-hidden': '', 'aria-checked': '', 'aria-disabled': '', 'aria-live': '' };
const components = ['View', 'Text', 'Image', 'Button', 'Input', 'Textarea'];
module.exports = { attributes, components };
