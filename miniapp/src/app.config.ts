const onH5 = process.env.TARO_ENV === 'h5';

export default defineAppConfig({
  // Taro's router hides a page when its slide is over, even one that was come back to meanwhile: going back at once left nothing to see.
  ...(onH5 && { animation: false }),
  pages: ['tabs/home/index', 'tabs/me/index'],
  subPackages: [
    {
      root: 'account',
      pages: [
        'pages/sign-in/index',
        'pages/real-name/index',
        'pages/acting/index',
        'pages/child/index',
        'pages/merchants/index',
        'pages/merchant-bind/index',
        'pages/merchant-confirm/index',
        'pages/devices/index',
        'pages/consents/index',
        'pages/privacy/index',
        'pages/messages/index',
        'pages/display/index',
      ],
    },
    { root: 'file', pages: ['pages/overview/index', 'pages/section/index', 'pages/record/index', 'pages/self-check/index'] },
    { root: 'report', pages: ['pages/list/index', 'pages/request/index', 'pages/report/index'] },
    { root: 'verify', pages: ['pages/verify/index'] },
    { root: 'ledger', pages: ['pages/reads/index'] },
    {
      root: 'registration',
      pages: [
        'pages/list/index',
        'pages/form/index',
        'pages/entry/index',
        'pages/confirm/index',
        'pages/public/index',
        'pages/poster/index',
        'pages/bulk/index',
      ],
    },
    { root: 'help', pages: ['pages/help/index', 'pages/message/index'] },
  ],
  tabBar: {
    color: '#585E59',
    selectedColor: '#17565E',
    backgroundColor: '#FFFEFB',
    borderStyle: 'white',
    list: [
      { pagePath: 'tabs/home/index', text: '首页', iconPath: 'static/tab-home.png', selectedIconPath: 'static/tab-home-on.png' },
      { pagePath: 'tabs/me/index', text: '我的', iconPath: 'static/tab-me.png', selectedIconPath: 'static/tab-me-on.png' },
    ],
  },
  window: {
    navigationStyle: 'default',
    navigationBarBackgroundColor: '#F5F2EA',
    navigationBarTextStyle: 'black',
    navigationBarTitleText: '城信',
    backgroundColor: '#F5F2EA',
    backgroundTextStyle: 'dark',
  },
  __usePrivacyCheck__: true,
  lazyCodeLoading: 'requiredComponents',
});
