import type { Screen } from '../screen/screen';

/** Overview, section, record and self-check. */
export const filePages = (screen: Screen) => ({
  async openFromHome(): Promise<void> {
    await screen.tap(/翻开档案$/);
    await screen.sees('有记录');
  },

  async openSection(title: string): Promise<void> {
    await screen.tap(new RegExp(`^${title}，`));
    await screen.appears('.rec, .empty');
  },

  async openFirstRecord(): Promise<void> {
    await screen.tap(/^看详情/);
    await screen.sees('这条记录');
  },
});
