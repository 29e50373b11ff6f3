/** Settings that create every alarm. */
export const EVERY_ALARM = {
  silenceAlarmMinutes: '60',
  slowDeliveryMinutes: '10',
  allowedSources: '8x8:eu',
  events: 'new',
  reconcileSubAccounts: 'Acme_1,Acme_2',
};
