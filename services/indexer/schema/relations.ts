import { relations } from "ponder";
import { accusation, anchor, keeperLog } from "./accessLog.ts";
import { consent, consentAct, consentRequest, emergencyAct, emergencyRight, holder, record } from "./consent.ts";
import { deal, mandate, renewal, signedGrant } from "./desk.ts";
import { proposal, proposalAction, proposalSponsor } from "./governance.ts";
import { member, organisation } from "./identity.ts";
import { dataset, manifest, offer, ownership, purchase, right, version } from "./market.ts";
import { giveBack, revenue } from "./money.ts";
import { passToken, rating, ratingTotal } from "./ratings.ts";
import { tab, tabCollection, tabCreditLine, tabDeposit, tabHandOver, tabSettlement, tabStatement } from "./tabs.ts";

// What GraphQL lets be asked in one question. Of a data set, `manifest` is its newest version's.

export const datasetRelations = relations(dataset, ({ one, many }) => ({
  versions: many(version),
  manifests: many(manifest),
  manifest: one(manifest, {
    fields: [dataset.chainId, dataset.id, dataset.latest],
    references: [manifest.chainId, manifest.dataset, manifest.version],
  }),
  offers: many(offer),
  rights: many(right),
  purchases: many(purchase),
  giveBacks: many(giveBack),
  revenues: many(revenue),
  ownerships: many(ownership),
  ratings: many(rating),
  rated: one(ratingTotal, {
    fields: [dataset.chainId, dataset.id],
    references: [ratingTotal.chainId, ratingTotal.dataset],
  }),
  record: one(record, {
    fields: [dataset.chainId, dataset.id],
    references: [record.chainId, record.dataset],
  }),
  consents: many(consent),
  emergencyActs: many(emergencyAct),
}));

const toDataset = {
  references: [dataset.chainId, dataset.id] as [typeof dataset.chainId, typeof dataset.id],
};

export const versionRelations = relations(version, ({ one }) => ({
  of: one(dataset, {
    fields: [version.chainId, version.dataset],
    ...toDataset,
  }),
  manifest: one(manifest, {
    fields: [version.chainId, version.dataset, version.version],
    references: [manifest.chainId, manifest.dataset, manifest.version],
  }),
}));

export const manifestRelations = relations(manifest, ({ one }) => ({
  of: one(dataset, {
    fields: [manifest.chainId, manifest.dataset],
    ...toDataset,
  }),
}));

export const offerRelations = relations(offer, ({ one, many }) => ({
  of: one(dataset, { fields: [offer.chainId, offer.dataset], ...toDataset }),
  purchases: many(purchase),
}));

export const rightRelations = relations(right, ({ one, many }) => ({
  of: one(dataset, { fields: [right.chainId, right.dataset], ...toDataset }),
  purchases: many(purchase),
}));

export const purchaseRelations = relations(purchase, ({ one }) => ({
  of: one(dataset, {
    fields: [purchase.chainId, purchase.dataset],
    ...toDataset,
  }),
  terms: one(offer, {
    fields: [purchase.chainId, purchase.offer],
    references: [offer.chainId, offer.id],
  }),
  right: one(right, {
    fields: [purchase.chainId, purchase.dataset, purchase.reader],
    references: [right.chainId, right.dataset, right.reader],
  }),
}));

export const giveBackRelations = relations(giveBack, ({ one }) => ({
  of: one(dataset, {
    fields: [giveBack.chainId, giveBack.dataset],
    ...toDataset,
  }),
}));

export const revenueRelations = relations(revenue, ({ one }) => ({
  of: one(dataset, {
    fields: [revenue.chainId, revenue.dataset],
    ...toDataset,
  }),
}));

export const ownershipRelations = relations(ownership, ({ one }) => ({
  of: one(dataset, { fields: [ownership.chainId, ownership.dataset], ...toDataset }),
}));

export const ratingRelations = relations(rating, ({ one }) => ({
  of: one(dataset, { fields: [rating.chainId, rating.dataset], ...toDataset }),
  terms: one(offer, { fields: [rating.chainId, rating.offer], references: [offer.chainId, offer.id] }),
}));

export const ratingTotalRelations = relations(ratingTotal, ({ one }) => ({
  of: one(dataset, { fields: [ratingTotal.chainId, ratingTotal.dataset], ...toDataset }),
}));

export const passTokenRelations = relations(passToken, ({ one }) => ({
  of: one(dataset, { fields: [passToken.chainId, passToken.dataset], ...toDataset }),
  right: one(right, {
    fields: [passToken.chainId, passToken.dataset, passToken.reader],
    references: [right.chainId, right.dataset, right.reader],
  }),
}));

const toRecord = {
  references: [record.chainId, record.dataset] as [typeof record.chainId, typeof record.dataset],
};

export const recordRelations = relations(record, ({ one, many }) => ({
  of: one(dataset, { fields: [record.chainId, record.dataset], ...toDataset }),
  keyHolders: many(holder),
  requests: many(consentRequest),
  consents: many(consent),
  acts: many(consentAct),
  emergencies: many(emergencyRight),
  emergencyActs: many(emergencyAct),
}));

export const holderRelations = relations(holder, ({ one }) => ({
  record: one(record, { fields: [holder.chainId, holder.dataset], ...toRecord }),
}));

export const consentRequestRelations = relations(consentRequest, ({ one }) => ({
  record: one(record, { fields: [consentRequest.chainId, consentRequest.dataset], ...toRecord }),
}));

export const consentRelations = relations(consent, ({ one }) => ({
  of: one(dataset, { fields: [consent.chainId, consent.dataset], ...toDataset }),
  record: one(record, { fields: [consent.chainId, consent.dataset], ...toRecord }),
}));

export const consentActRelations = relations(consentAct, ({ one }) => ({
  record: one(record, { fields: [consentAct.chainId, consentAct.dataset], ...toRecord }),
}));

export const emergencyRightRelations = relations(emergencyRight, ({ one }) => ({
  record: one(record, { fields: [emergencyRight.chainId, emergencyRight.dataset], ...toRecord }),
}));

export const emergencyActRelations = relations(emergencyAct, ({ one }) => ({
  record: one(record, { fields: [emergencyAct.chainId, emergencyAct.dataset], ...toRecord }),
  of: one(dataset, { fields: [emergencyAct.chainId, emergencyAct.dataset], ...toDataset }),
}));

export const signedGrantRelations = relations(signedGrant, ({ one }) => ({
  of: one(dataset, { fields: [signedGrant.chainId, signedGrant.dataset], ...toDataset }),
}));

export const dealRelations = relations(deal, ({ one }) => ({
  givenByFirst: one(dataset, { fields: [deal.chainId, deal.firstDataset], ...toDataset }),
  givenBySecond: one(dataset, { fields: [deal.chainId, deal.secondDataset], ...toDataset }),
}));

export const mandateRelations = relations(mandate, ({ one, many }) => ({
  terms: one(offer, { fields: [mandate.chainId, mandate.offer], references: [offer.chainId, offer.id] }),
  history: many(renewal),
}));

export const renewalRelations = relations(renewal, ({ one }) => ({
  of: one(mandate, { fields: [renewal.chainId, renewal.mandate], references: [mandate.chainId, mandate.id] }),
}));

export const keeperLogRelations = relations(keeperLog, ({ many }) => ({
  anchors: many(anchor),
  accusations: many(accusation),
}));

const toLog = {
  references: [keeperLog.chainId, keeperLog.keeper] as [typeof keeperLog.chainId, typeof keeperLog.keeper],
};

export const anchorRelations = relations(anchor, ({ one }) => ({
  log: one(keeperLog, { fields: [anchor.chainId, anchor.keeper], ...toLog }),
}));

export const accusationRelations = relations(accusation, ({ one }) => ({
  log: one(keeperLog, { fields: [accusation.chainId, accusation.keeper], ...toLog }),
}));

const toTab = { references: [tab.chainId, tab.id] as [typeof tab.chainId, typeof tab.id] };

export const tabRelations = relations(tab, ({ many }) => ({
  deposits: many(tabDeposit),
  settlements: many(tabSettlement),
  issued: many(tabStatement),
  handOvers: many(tabHandOver),
  creditLines: many(tabCreditLine),
  collections: many(tabCollection),
}));

export const tabDepositRelations = relations(tabDeposit, ({ one }) => ({
  of: one(tab, { fields: [tabDeposit.chainId, tabDeposit.tab], ...toTab }),
}));

export const tabSettlementRelations = relations(tabSettlement, ({ one }) => ({
  of: one(tab, { fields: [tabSettlement.chainId, tabSettlement.tab], ...toTab }),
}));

export const tabStatementRelations = relations(tabStatement, ({ one }) => ({
  of: one(tab, { fields: [tabStatement.chainId, tabStatement.tab], ...toTab }),
}));

export const tabHandOverRelations = relations(tabHandOver, ({ one }) => ({
  of: one(tab, { fields: [tabHandOver.chainId, tabHandOver.tab], ...toTab }),
}));

export const tabCreditLineRelations = relations(tabCreditLine, ({ one }) => ({
  of: one(tab, { fields: [tabCreditLine.chainId, tabCreditLine.tab], ...toTab }),
}));

export const tabCollectionRelations = relations(tabCollection, ({ one }) => ({
  of: one(tab, { fields: [tabCollection.chainId, tabCollection.tab], ...toTab }),
}));

export const organisationRelations = relations(organisation, ({ many }) => ({
  members: many(member),
}));

export const memberRelations = relations(member, ({ one }) => ({
  organisation: one(organisation, {
    fields: [member.chainId, member.org],
    references: [organisation.chainId, organisation.id],
  }),
}));

export const proposalRelations = relations(proposal, ({ many }) => ({
  actions: many(proposalAction),
  sponsors: many(proposalSponsor),
}));

const toProposal = {
  references: [proposal.chainId, proposal.id] as [typeof proposal.chainId, typeof proposal.id],
};

export const proposalActionRelations = relations(proposalAction, ({ one }) => ({
  of: one(proposal, { fields: [proposalAction.chainId, proposalAction.proposal], ...toProposal }),
}));

export const proposalSponsorRelations = relations(proposalSponsor, ({ one }) => ({
  of: one(proposal, { fields: [proposalSponsor.chainId, proposalSponsor.proposal], ...toProposal }),
}));
