/**
 * Taro's WXML templates bind no aria attribute, so a screen reader in WeChat would hear nothing we wrote.
 * This adds the few attributes the kit uses, to the templates at build time and to the runtime's alias table.
 * WeChat reads the role from `aria-role` alone; `role`, as pages and browsers write it, means nothing to it.
 */
const path = require('node:path');
const { attributes, components } = require('./accessible-attributes');

/** Without a role iOS does not read the label of a field. */
const roles = { Input: "'textbox'", Textarea: "'textbox'" };

module.exports = ctx => {
  ctx.registerMethod({
    name: 'onSetupClose',
    fn(platform) {
      if (platform.platform !== 'weapp') return;
      const { template } = platform;
      const added = Object.fromEntries(components.map(name => [name, { ...attributes, role: roles[name] ?? '' }]));
      template.mergeComponents(ctx, added);
      const nameOf = template.replacePropName.bind(template);
      template.replacePropName = (name, ...rest) => (name === 'role' ? 'aria-role' : nameOf(name, ...rest));
      const own = path.join(__dirname, 'accessible-runtime.js');
      platform.runtimePath = [].concat(platform.runtimePath, own);
    },
  });
};
