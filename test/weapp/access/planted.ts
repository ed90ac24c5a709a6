/** WXML and styles of a page. */
export type Plan = readonly [wxml: string, wxss: string];

/** A page with one fault each, to see that it is found; the first one has none. */
const good = `
<view class="title" aria-role="heading">标题</view>
<view id="go" class="go" bindtap="tapped" aria-role="button">去办</view>
<view class="field"><view>姓名</view><input class="in" aria-role="textbox" aria-label="姓名" value="演" /></view>
<view id="tick" class="go" bindtap="tapped" aria-role="checkbox" aria-checked="false">同意</view>
<view id="off" class="go" aria-role="button" aria-disabled="true">下一步</view>
<image class="icon" aria-hidden="true" src="data:image/svg+xml,%3Csvg%20stroke%3D%22%231F2523%22%2F%3E" />`;
const style = `
.cx { --brand-rgb: 23, 86, 94; --soft: #585E59; font-size: 17px; background: #F5F2EA; color: #1F2523 }
.title { font-size: 26px; font-weight: 600 } .go, .in { min-height: 44px; color: rgb(var(--brand-rgb)) } .note { font-size: 13px; color: var(--soft) }
.icon { width: 24px; height: 24px }`;
const page = (inside: string): string => `<view class="cx">${inside}</view>`;
const without = (old: string, now: string): Plan => [page(good.replace(old, now)), style];
const restyled = (old: string, now: string): Plan => [page(good), style.replace(old, now)];
const more = (wxml: string): Plan => [page(good + wxml), style];

export const planted: readonly (readonly [string, RegExp, Plan])[] = [
  ['a tap without a role', /answers a tap and has no role/, without('bindtap="tapped" aria-role="button"', 'bindtap="tapped"')],
  ['a role as the web writes it', /which WeChat does not read/, without('aria-role="button">去办', 'role="button">去办')],
  ['a button that does nothing', /answers no tap/, without('bindtap="tapped" aria-role="button"', 'aria-role="button"')],
  ['a button without a name', /has no name/, without('>去办<', '><')],
  [
    'a name that leaves words out',
    /its name leaves out: 去办/,
    without('aria-role="button">去办', 'aria-role="button" aria-label="好">去办'),
  ],
  ['a box that does not say if it is ticked', /whether it is checked/, without('aria-checked="false"', '')],
  ['an off button that acts', /is aria-disabled and answers/, without('id="off" class="go"', 'id="off" class="go" bindtap="tapped"')],
  ['a field without a role', /iOS reads its label/, without('aria-role="textbox" ', '')],
  ['a field of another label', /not the one that is shown/, without('aria-label="姓名"', 'aria-label="名"')],
  ['a picture without words', /picture without words/, without('aria-hidden="true"', '')],
  [
    'a hidden control',
    /hidden from readers/,
    without('class="go" bindtap="tapped" aria-role="button"', 'class="go" bindtap="tapped" aria-role="button" aria-hidden="true"'),
  ],
  ['a page without a heading', /no heading/, without('aria-role="heading"', '')],
  [
    'a control in a control',
    /inside another control/,
    more(
      '<view id="a" bindtap="tapped" class="go" aria-role="button">外<view id="b" bindtap="tapped" class="go" aria-role="link">里</view></view>',
    ),
  ],
  [
    'two of one name',
    /two controls are called “button 去办”/,
    more('<view id="a" bindtap="tapped" class="go" aria-role="button">去办</view>'),
  ],
  ['a small target', /30 px, less than 44/, restyled('min-height: 44px', 'height: 30px')],
  ['pale text', /text has 2\.\d+, less than 4\.5/, [page(`${good}<view class="note">注</view>`), style.replace('#585E59', '#999999')]],
  ['a pale city', /text has \d\.\d+, less than 4\.5/, restyled('rgb(var(--brand-rgb))', 'rgba(var(--brand-rgb), .4)')],
  ['text seen through', /text has/, restyled('.icon {', '.cx { opacity: .4 } .icon {')],
  ['small print', /has 11px|has 11 px/, [page(`${good}<view class="note">注</view>`), style.replace('13px', '11px')]],
  ['a pale icon', /icon has 1\.\d+, less than 3/, without('%231F2523', '%23E3DDD0')],
  ['a heading by its looks', /looks like a heading/, more('<view class="title">另一段</view>')],
  [
    'a box that cuts its words',
    /is cut/,
    more('<view style="width: 60px; overflow: hidden; white-space: nowrap">这一行比它的盒子长得多</view>'),
  ],
  ['a button beside the screen', /runs out of the screen/, restyled('.go, .in {', '.go { margin-left: 60px; width: 360px } .go, .in {')],
];

export const sound: Plan = [page(good), style];
