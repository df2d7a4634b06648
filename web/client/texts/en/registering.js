/** The registration desk, for whoever registers and for hosts. */

export const registering = {
  title: "Registrations",
  text: { open: "Please register. You are then given a link of your own.", approval: "Please register. The host then says who may come." },
  name: "Your name",
  email: "Your e-mail address",
  privacy: "Only the hosts see them. You can take them back here at any time.",
  send: "Register",
  sending: "Registering…",
  known: "This address is registered already. Please use the browser or the link with which you registered.",
  standing: {
    pending: { title: "You are registered", text: (email) => `With ${email}. The host has yet to say who may come: come back to this page, and keep its link.` },
    approved: { title: "You may come", text: () => "One moment, we are opening the door." },
    declined: { title: "Not this time", text: (email) => `The host has declined the registration of ${email}.` },
  },
  look: "Look again",
  copy: "Copy my link to this page",
  withdraw: "Take my registration back",
  withdrawn: "Your name and address are gone.",
  loading: "Fetching the list…",
  nobody: "Nobody has registered yet.",
  status: { pending: "Waits for you", approved: "Approved", declined: "Declined" },
  hasCome: "Has come",
  approve: "Approve",
  decline: "Decline",
  approveName: (name) => `Approve ${name}`,
  declineName: (name) => `Decline ${name}`,
};
