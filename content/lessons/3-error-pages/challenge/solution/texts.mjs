/** What the site says when something is wrong, in its two languages. */
export const texts = {
  en: {
    400: { title: 'Not understood', detail: 'Your request could not be read.' },
    404: { title: 'Page not found', detail: 'We have no page at this address.' },
    422: { title: 'Review not saved', detail: 'Please look at the fields below.' },
    500: { title: 'Our mistake', detail: 'Please try again later.' },
    fields: { book: 'Which book is it?', stars: 'Give one to five stars.' },
  },
  de: {
    400: { title: 'Nicht verstanden', detail: 'Die Anfrage war nicht zu lesen.' },
    404: { title: 'Seite fehlt', detail: 'Unter dieser Adresse gibt es nichts.' },
    422: { title: 'Nicht gespeichert', detail: 'Bitte die Felder unten ansehen.' },
    500: { title: 'Unser Fehler', detail: 'Bitte später noch einmal versuchen.' },
    fields: { book: 'Um welches Buch geht es?', stars: 'Ein bis fünf Sterne bitte.' },
  },
};
