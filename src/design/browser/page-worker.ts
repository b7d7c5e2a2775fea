/** Shows a page that was pushed to this browser, and opens it when it is touched. Keeps nothing. */
type Pushed = { readonly title: string; readonly body: string; readonly link: string };

const worker = self as unknown as {
  readonly registration: {
    showNotification: (title: string, options: Record<string, unknown>) => Promise<void>;
  };
  readonly clients: { openWindow: (url: string) => Promise<unknown> };
  addEventListener: (type: string, heard: (event: never) => void) => void;
};

type PushEvent = {
  readonly data: { json: () => Pushed } | null;
  waitUntil: (work: Promise<unknown>) => void;
};
type ClickEvent = {
  readonly notification: { readonly data: { link: string }; close: () => void };
  waitUntil: (work: Promise<unknown>) => void;
};

worker.addEventListener('push', (event: PushEvent) => {
  const pushed = event.data?.json();
  if (pushed === undefined) return;
  event.waitUntil(
    worker.registration.showNotification(pushed.title, {
      body: pushed.body,
      data: { link: pushed.link },
      requireInteraction: true,
      tag: pushed.link,
    }),
  );
});

worker.addEventListener('notificationclick', (event: ClickEvent) => {
  event.notification.close();
  event.waitUntil(worker.clients.openWindow(event.notification.data.link));
});
