import DetectionCore

/// What libraries decide in non-maximum suppression.
extension SuppressBoxes {
  var dialects: Dialects? {
    Dialects(
      decisions, torchvision, detectron2, mmdetection, ultralytics, keras, tensorflow, paddle, onnx)
  }

  private var decisions: [Decision] {
    let members = SuppressionMembers.shared
    return [
      Decision(scoreThreshold, "the score that must be exceeded"), Decision(iouThreshold, "the IoU that suppresses"),
      Decision(SuppressionFields.object, members.comparator, "whether an IoU at the threshold suppresses"),
      Decision(suppression.classAgnostic, "whether classes suppress each other"),
      Decision(convention.zeroArea, "what boxes without area overlap"),
      Decision(convention.pixelOffset, "what is added to lengths"),
      Decision(convention.classSeparation, "how classes are kept apart"),
      Decision(convention.shiftLimit, "up to how many boxes classes are shifted"),
      Decision(SuppressionFields.object, members.sigmaConvention, "what σ means"),
      Decision(maxDetections, "how many boxes are answered"),
    ]
  }

  /// Up to 4000 numbers on a processor; 0/0 is NaN, which suppresses nothing.
  private var torchvision: Profile {
    Profile(
      .torchvision, "torchvision.ops.nms, batched_nms, 0.28",
      [
        convention.zeroArea.set(.never), convention.classSeparation.set(.largestCoordinate),
        convention.shiftLimit.set(1000),
      ])
  }

  private var detectron2: Profile {
    Profile(
      .detectron2, "detectron2.layers.batched_nms, 0.6, which is torchvision's of float32 boxes (read)",
      torchvision.settings)
  }

  private var mmdetection: Profile {
    Profile(
      .mmdetection, "mmcv.ops.batched_nms, 2.2.0, type nms (read)",
      [
        convention.zeroArea.set(.never), convention.classSeparation.set(.largestCoordinate),
        convention.shiftLimit.set(9999),
      ])
  }

  private var ultralytics: Profile {
    Profile(
      .ultralytics, "ultralytics.utils.nms.non_max_suppression, 8.4",
      [
        iouThreshold.set(0.45), scoreThreshold.set(0.25), maxDetections.set(300), convention.zeroArea.set(.never),
        convention.classSeparation.set(.fixed),
      ])
  }

  /// Its suppression has no classes, and begins at the threshold.
  private var keras: Profile {
    Profile(
      .keras, "keras_hub.layers.NonMaxSuppression, 0.32",
      [
        scoreThreshold.set(0.5),
        SuppressionFields.object.set(SuppressionMembers.shared.comparator.set(.greaterOrEqual)),
        suppression.classAgnostic.set(true), convention.zeroArea.set(.never), maxDetections.set(100),
      ])
  }

  private var tensorflow: Profile {
    Profile(
      .tensorflow, "tf.image.non_max_suppression, 2.21",
      [
        convention.zeroArea.set(.never),
        SuppressionFields.object.set(SuppressionMembers.shared.sigmaConvention.set(.tensorflow)),
      ])
  }

  private var paddle: Profile {
    Profile(.paddle, "paddle.vision.ops.nms, 3.3", [iouThreshold.set(0.3), convention.zeroArea.set(.never)])
  }

  /// Both defaults are 0 in the operator's definition: without max_detections it answers nothing.
  private var onnx: Profile {
    Profile(
      .onnx, "onnxruntime's NonMaxSuppression, opset 11, 1.32",
      [iouThreshold.set(0), maxDetections.set(0), convention.zeroArea.set(.never)])
  }
}
