import DetectionCore

/// What libraries decide in RetinaNet's loss.
extension RetinaNetLossOperation {
  var dialects: Dialects? {
    Dialects(decisions, torchvision, detectron2, mmdetection, keras, paddle)
  }

  private var decisions: [Decision] {
    let matching: [Decision?] = [
      Decision(thresholds.allowsLowQuality, "whether each box rescues its best anchors"),
      thresholds.lowQuality.map { Decision($0.from, "which boxes rescue anchors") },
      thresholds.lowQuality.map { Decision($0.to, "what a rescued anchor is matched to") },
    ]
    let normalizer: [Decision?] = [
      Decision(normalization.rule, "what the sums are divided by"),
      normalization.eps.map { Decision($0, "ε added to N") },
      normalization.previous.map { Decision($0, "the running mean before") },
      normalization.momentum.map { Decision($0, "the running mean's momentum") },
    ]
    let terms: [Decision?] = [
      Decision(focal.gamma, "γ"), Decision(focal.alpha, "α"),
      focal.probabilityEps.map { Decision($0, "the ε that probabilities are kept within") },
      Decision(box.kind, "the box loss"), Decision(box.beta, "β of the box loss"),
      Decision(box.delta, "δ of the box loss"), Decision(rowReduction, "what is taken of an anchor's numbers"),
    ]
    return (matching + terms + normalizer).compactMap(\.self)
  }

  /// A box that no anchor overlaps rescues all anchors in each of them.
  private var rescue: [Setting] {
    [thresholds.allowsLowQuality.set(true), thresholds.lowQuality?.from.set(.any)].compactMap(\.self)
  }

  private var torchvision: Profile {
    Profile(.torchvision, "torchvision.models.detection.retinanet.RetinaNetHead.compute_loss, 0.28", rescue)
  }

  private var detectron2: Profile {
    Profile(
      .detectron2, "detectron2.modeling.meta_arch.RetinaNet.losses, 0.6, its first step in training (read)",
      rescue + [box.kind.set(.smoothL1), box.beta.set(0.1), normalization.rule.set(.running)])
  }

  /// As `compile` sets its losses up: no α, and what is 0 without positives is classification, too.
  private var keras: Profile {
    Profile(
      .keras, "keras_hub.models.RetinaNetObjectDetector.compute_loss with its own losses, 0.32 (in float32 always)",
      [
        focal.alpha.set(nil), focal.probabilityEps?.set(1e-7), box.kind.set(.huber), rowReduction.set(.mean),
        normalization.rule.set(.batchIfAny),
      ].compactMap(\.self))
  }

  private var paddle: Profile {
    Profile(
      .paddle, "ppdet.modeling.heads.RetinaHead.get_loss of configs/retinanet, 2.6",
      thresholds.allowsLowQuality.set(true), normalization.rule.set(.batch))
  }

  private var mmdetection: Profile {
    Profile(
      .mmdetection, "mmdet.models.dense_heads.RetinaHead.loss_by_feat of configs/retinanet, 3.3.0",
      rescue
        + [
          thresholds.lowQuality?.to.set(.rescuer), normalization.rule.set(.batchOfImages),
          normalization.eps?.set(OverlapFields.averageEps),
        ].compactMap(\.self))
  }
}
