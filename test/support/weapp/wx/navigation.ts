import { Refusal, type WxNow, type WxPart } from './part';

interface Url {
  url: string;
}

/** Pages and the bar above them. Refusals are worded by the page stack (pages.ts). */
export const navigationPart = ({ app, phone }: WxNow): WxPart => {
  const at = (run: (url: string) => Promise<void>) => async (options: Url) => {
    if (typeof options.url !== 'string') throw new Refusal('parameter error: parameter.url should be String instead of Undefined;');
    await run(options.url);
    return {};
  };
  return {
    later: {
      navigateTo: at(url => app.navigation.navigateTo(url)),
      redirectTo: at(url => app.navigation.redirectTo(url)),
      switchTab: at(url => app.navigation.switchTab(url)),
      reLaunch: at(url => app.navigation.reLaunch(url)),
      async navigateBack({ delta = 1 }: { delta?: number }) {
        await app.navigation.navigateBack(delta);
        return {};
      },
      setNavigationBarTitle({ title }: { title: string }) {
        app.setTitle(title);
        return {};
      },
      setNavigationBarColor: () => ({}),
      pageScrollTo({ scrollTop }: { scrollTop?: number }) {
        if (typeof scrollTop !== 'number') throw new Refusal('parameter error: scrollTop should be a number here');
        phone.scrolledTo.push(scrollTop);
        return {};
      },
      stopPullDownRefresh: () => ({}),
      showShareMenu: () => ({}),
      hideShareMenu: () => ({}),
      hideHomeButton: () => ({}),
    },
  };
};
