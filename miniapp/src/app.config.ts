export default defineAppConfig({
  pages: ['tabs/home/index', 'tabs/me/index'],
  subPackages: [
    { root: 'file', pages: ['pages/overview/index', 'pages/section/index', 'pages/record/index', 'pages/self-check/index'] },
    { root: 'report', pages: ['pages/list/index', 'pages/request/index', 'pages/report/index'] },
    { root: 'verify', pages: ['pages/verify/index'] },
    { root: 'ledger', pages: ['pages/reads/index'] },
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
  lazyCodeLoading: 'requiredComponents',
});
