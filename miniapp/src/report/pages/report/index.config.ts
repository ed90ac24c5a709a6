/** Taro looks for the share hook only in the page's own file; it stands in report-deeds.tsx, so the page has to say that it shares. */
export default definePageConfig({ enableShareAppMessage: true });
