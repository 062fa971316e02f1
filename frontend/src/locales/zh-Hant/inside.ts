import account from './account.json';
import admin from './admin.json';
import terms from './terms.json';
import audit from './audit.json';
import forms from './forms.json';
import security from './security.json';
import session from './session.json';
import mail from './mail.json';
import organisation from './organisation.json';
import join from './join.json';
import invitations from './invitations.json';

/** Texts behind a door or a press: loaded with the first page that needs them, not with the first view. */
export default { account, admin, terms, audit, forms, security, session, mail, organisation, join, invitations };
