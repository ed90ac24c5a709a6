import '@tarojs/components';

declare module '@tarojs/components/types/common' {
  interface StandardProps {
    /** Reaches WXML through miniapp/config/accessible-templates.js. */
    role?: 'button' | 'link' | 'checkbox' | 'radio' | 'switch' | 'img' | 'heading' | 'alert' | 'status' | 'list' | 'listitem' | 'tab';
  }
}
