import DetectionCore

/// What libraries decide in proposals.
extension RegionProposalNetwork {
  var dialects: Dialects? {
    let isLonger = [stages.minimumSize.set(0), stages.conventions.sizeComparator.set(.greater)]
    return Dialects(
      stages.decisions(decoding.decisions),
      Profile(
        .torchvision, "torchvision.models.detection.rpn.RegionProposalNetwork.filter_proposals, 0.28",
        [stages.conventions.scoreComparator.set(.atLeast)] + stages.torchvision),
      Profile(
        .detectron2, "detectron2.modeling.proposal_generator.proposal_utils.find_top_rpn_proposals, 0.6 (read)",
        isLonger + stages.torchvision),
      Profile(
        .mmdetection, "mmdet.models.dense_heads.RPNHead.predict_by_feat of configs/rpn, 3.3.0",
        [decoding.clamped.set(.both)] + isLonger + stages.mmdetection))
  }
}
