import type { Phone } from './phone';
import type { Run } from './run';
import type { ViewNode } from './view/view-node';

interface Card {
  readonly title?: string;
  readonly path?: string;
  readonly imageUrl?: string;
}

/**
 * Asks the page on top for its card, as the menu and a share button do. WeChat: without onShareAppMessage neither does anything; what the card
 * does not say is the page's title and address.
 */
export const shareTop = ({ pages, callPage }: Run, phone: Phone, from: 'button' | 'menu', button: ViewNode | null): void => {
  const { top } = pages;
  if (!top || typeof top.instance.onShareAppMessage !== 'function') return;
  const target = button && { id: button.attribute('id') ?? '', dataset: {} };
  const card = callPage(top, 'onShareAppMessage', { from, target }) as Card | undefined;
  if (phone.answers.share === 'cancel') return;
  const query = Object.entries(top.query).map(([key, value]) => `${key}=${value}`);
  phone.shared.push({
    title: card?.title ?? top.title,
    path: card?.path ?? `/${top.route}${query.length > 0 ? `?${query.join('&')}` : ''}`,
    ...(card?.imageUrl ? { imageUrl: card.imageUrl } : {}),
  });
};
