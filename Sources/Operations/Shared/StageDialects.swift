import DetectionCore

/// What libraries decide between the scores of a head and its boxes.
extension StageFields {
  /// The fields on which libraries differ, in the order in which a comparison switches them; `own`: those of the detector,
  /// which come before suppression.
  func decisions(_ own: [Decision] = []) -> [Decision] {
    let selection: [Decision?] = [
      Decision(scoreThreshold, "the score that must be exceeded"),
      Decision(conventions.scoreComparator, "whether a score of just that passes"),
      topK.map { Decision($0, "how many candidates are passed on") },
      conventions.topKScope.map { Decision($0, "what top-k counts in") },
    ]
    let sieve: [Decision?] = [
      conventions.clipping.map { Decision($0, "when boxes are clipped") },
      Decision(minimumSize, "the least side of a box"),
      Decision(conventions.sizeComparator, "whether a side of just that is too short"),
      Decision(Self.dropsEmpty, "whether boxes without area go"), Decision(conventions.dropTime, "when they go"),
    ]
    let cap = [
      Decision(maxDetections, "how many boxes are answered"),
      Decision(maxDetectionsPerClass, "how many of each class"),
    ]
    return selection.compactMap(\.self) + own + sieve.compactMap(\.self) + suppressionDecisions + cap
  }

  private var suppressionDecisions: [Decision] {
    guard let suppression, let iouThreshold, let convention = conventions.suppression else { return [] }
    let comparator = SuppressionMembers.shared.comparator
    return [
      Decision(iouThreshold, "the IoU that suppresses"),
      Decision(SuppressionFields.object, comparator, "whether an IoU at the threshold suppresses"),
      Decision(suppression.classAgnostic, "whether classes suppress each other"),
      Decision(convention.zeroArea, "what boxes without area overlap"),
      Decision(convention.pixelOffset, "what is added to lengths"),
      Decision(convention.classSeparation, "how classes are kept apart"),
      Decision(convention.shiftLimit, "up to how many boxes classes are shifted"),
    ]
  }

  /// `torchvision.ops.batched_nms`, up to 4000 numbers on a processor by shifted boxes; 0/0 is NaN, which suppresses nothing.
  var torchvision: [Setting] { shifting(upTo: 1000) }

  /// The same suppression; boxes that are without area in the end go.
  func detectron2(clipsLate: Bool) -> [Setting] {
    let clip = clipsLate ? conventions.clipping?.set(.afterSuppression) : nil
    return [clip, Self.dropsEmpty.set(true), conventions.dropTime.set(.answer)].compactMap(\.self) + torchvision
  }

  /// mmcv's `batched_nms`.
  var mmdetection: [Setting] { shifting(upTo: 9999) }

  /// Suppression by boxes that are shifted by their label times 7680.
  var ultralytics: [Setting] {
    guard let convention = conventions.suppression else { return [] }
    return [convention.zeroArea.set(.never), convention.classSeparation.set(.fixed)]
  }

  /// Boxes of any class suppress each other, at the threshold as well.
  var keras: [Setting] {
    guard let suppression, let convention = conventions.suppression else { return [] }
    return [
      SuppressionFields.object.set(SuppressionMembers.shared.comparator.set(.greaterOrEqual)),
      suppression.classAgnostic.set(true), convention.zeroArea.set(.never),
    ]
  }

  /// Boxes without area overlap nothing.
  var zeroAreaNever: [Setting] { [conventions.suppression?.zeroArea.set(.never)].compactMap(\.self) }

  private func shifting(upTo limit: Int) -> [Setting] {
    guard let convention = conventions.suppression else { return [] }
    return zeroAreaNever + [
      convention.classSeparation.set(.largestCoordinate), convention.shiftLimit.set(limit),
    ]
  }
}

extension BoxDecodingFields {
  /// What libraries decide in the decoding of offsets.
  var decisions: [Decision] {
    [
      Decision(scaleClamp, "how far dw and dh may reach"), Decision(clamped, "on which side they are clamped"),
    ]
  }
}
