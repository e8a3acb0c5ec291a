import { awsJson } from "../../protocols/aws-json.ts";
import { service } from "../../service.ts";
import { cloudTrailAuthorization } from "./authorization.ts";
import { deliverEvents } from "./deliver.ts";
import { eventsSlot } from "./event.ts";
import { getEventSelectors, putEventSelectors } from "./event-selectors.ts";
import { getInsightSelectors, putInsightSelectors } from "./insight-selectors.ts";
import { getTrailStatus, startLogging, stopLogging } from "./logging.ts";
import { listPublicKeys, lookupEvents } from "./lookup.ts";
import { recordCall } from "./record.ts";
import { cloudTrailSlot } from "./state.ts";
import { addTags, listTags, removeTags } from "./tags.ts";
import { createTrail, deleteTrail, describeTrails, getTrail, listTrails, updateTrail } from "./trails.ts";

export const cloudTrail = service({
  signingName: "cloudtrail",
  protocol: awsJson(),
  operations: [
    createTrail,
    updateTrail,
    getTrail,
    describeTrails,
    listTrails,
    deleteTrail,
    startLogging,
    stopLogging,
    getTrailStatus,
    putEventSelectors,
    getEventSelectors,
    putInsightSelectors,
    getInsightSelectors,
    addTags,
    removeTags,
    listTags,
    lookupEvents,
    listPublicKeys,
  ],
  slots: [cloudTrailSlot, eventsSlot],
  transitions: [deliverEvents],
  observe: recordCall,
  authorization: cloudTrailAuthorization,
});
