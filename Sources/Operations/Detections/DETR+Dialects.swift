import DetectionCore

/// What libraries decide in DETR's boxes: none of these has a threshold.
extension DETR {
  var dialects: Dialects? {
    guard about.name != DETR.dfine.about.name else { return nil }
    let all = stages.scoreThreshold.set(0)
    let clip = stages.conventions.clipping?.set(.beforeSuppression)
    return Dialects(
      stages.decisions([Decision(isMultiLabel, "whether every class of a query is a candidate")]),
      Profile(
        .mmdetection, "mmdet.models.dense_heads.DETRHead.predict_by_feat, 3.3.0", [all, clip].compactMap(\.self)),
      Profile(.paddle, "ppdet.modeling.post_process.DETRBBoxPostProcess, 2.6", all))
  }
}
