/**
 * Taro's WXML templates bind no aria attribute, so a screen reader in WeChat would hear nothing we wrote.
 * This adds the few attributes the kit uses, to the templates at build time and to the runtime's alias table.
 */
const path = require('node:path');
const { attributes, components } = require('./accessible-attributes');

module.exports = ctx => {
  ctx.registerMethod({
    name: 'onSetupClose',
    fn(platform) {
      if (platform.platform !== 'weapp') return;
      const added = Object.fromEntries(components.map(name => [name, attributes]));
      platform.template.mergeComponents(ctx, added);
      const own = path.join(__dirname, 'accessible-runtime.js');
      platform.runtimePath = [].concat(platform.runtimePath, own);
    },
  });
};
