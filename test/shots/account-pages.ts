import type { PageShots } from './shot';

const agree = async (page: import('playwright-core').Page): Promise<void> => {
  await page.getByRole('checkbox').first().click();
};

export const accountPages: readonly PageShots[] = [
  { name: 'home', path: '/tabs/home/index', person: 'clean', api: /\/api\/subjects\/[^/]+\/file$/ },
  { name: 'home-signed-out', path: '/tabs/home/index', person: null, only: ['usual', 'elder'] },
  { name: 'me', path: '/tabs/me/index', person: 'clean', api: /\/api\/identity$/ },
  { name: 'me-signed-out', path: '/tabs/me/index', person: null, only: ['usual', 'elder'] },
  { name: 'sign-in', path: '/account/pages/sign-in/index', person: null, api: /\/api\/consent-wordings\/privacy$/ },
  { name: 'sign-in-agreed', path: '/account/pages/sign-in/index', person: null, only: ['usual', 'largest'], act: agree },
  { name: 'home-unverified', path: '/tabs/home/index', person: 'clean', unverified: true, only: ['usual', 'elder'] },
  {
    name: 'real-name',
    path: '/account/pages/real-name/index',
    person: 'clean',
    unverified: true,
    api: /\/api\/consent-wordings\/identity$/,
  },
  { name: 'real-name-done', path: '/account/pages/real-name/index', person: 'clean', only: ['usual'] },
  { name: 'acting', path: '/account/pages/acting/index', person: 'guardian', api: /\/api\/identity$/ },
  { name: 'child', path: '/account/pages/child/index', person: 'clean', api: /\/api\/consent-wordings\/child$/ },
  { name: 'merchants', path: '/account/pages/merchants/index', person: 'clean', api: /\/api\/merchant-bindings$/ },
  { name: 'merchant-bind', path: '/account/pages/merchant-bind/index', person: 'clean', only: ['usual', 'elder', 'largest'] },
  {
    name: 'merchant-bind-wrong',
    path: '/account/pages/merchant-bind/index',
    person: 'clean',
    only: ['usual', 'largest'],
    act: async page => {
      await page.locator('input').first().fill('91350100M000100Y44');
      await page.getByRole('button', { name: '核对并绑定' }).click();
      await page.getByRole('alert').first().waitFor();
    },
  },
  {
    name: 'merchant-confirm',
    path: '/account/pages/merchant-confirm/index?bindingId=00000000-0000-7000-8000-000000000000',
    person: 'clean',
    only: ['usual', 'elder'],
  },
  { name: 'devices', path: '/account/pages/devices/index', person: 'clean', api: /\/api\/sessions$/ },
  { name: 'consents', path: '/account/pages/consents/index', person: 'clean', api: /\/api\/consents$/ },
  { name: 'privacy', path: '/account/pages/privacy/index', person: null, api: /\/api\/consent-wordings\/privacy$/ },
  { name: 'messages', path: '/account/pages/messages/index', person: 'clean', api: /\/api\/notices$/ },
  { name: 'display', path: '/account/pages/display/index', person: null, only: ['usual', 'elder', 'largest'] },
];
