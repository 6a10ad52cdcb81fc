import { relations } from "ponder";
import { member, organisation } from "./identity.ts";
import { dataset, giveBack, manifest, offer, purchase, revenue, right, version } from "./market.ts";

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

export const organisationRelations = relations(organisation, ({ many }) => ({
  members: many(member),
}));

export const memberRelations = relations(member, ({ one }) => ({
  organisation: one(organisation, {
    fields: [member.chainId, member.org],
    references: [organisation.chainId, organisation.id],
  }),
}));
