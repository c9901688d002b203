import DetectionCore

/// Runs the kernel of an operation on a vector's request; the answer by name, flat, gradients as `gradients.boxes`.
struct Kernels<S: Scalar> {
  typealias Answer = [String: [Double]]

  struct Unknown: Error {
    let operation: String
  }

  let request: KernelRequest

  static func answer(_ operation: String, _ request: KernelRequest) throws -> Answer {
    if let answer = try DetectionKernels<S>.answer(operation, request) { return answer }
    let kernels = Kernels(request: request)
    if let kind = OverlapKind(rawValue: String(operation.dropFirst("losses.".count))) {
      return try kernels.overlap(
        OverlapLoss(
          kind, power: request.scalar("power", 1), mode: request.string("mode", "") == "log" ? .log : .linear,
          theta: request.scalar("theta", 4)))
    }
    switch operation {
    case "anchors.fit": return try kernels.fitted()
    case "anchors.generate": return try kernels.anchors()
    case "anchors.match": return try kernels.matches()
    case "boxes.clip": return try kernels.clipped()
    case "boxes.convert": return try kernels.converted()
    case "boxes.decode": return try kernels.decoded()
    case "boxes.encode": return try kernels.encoded()
    case "boxes.iou": return try kernels.pairwise()
    case "boxes.nms": return try kernels.suppressed()
    case "boxes.fuse": return try kernels.fused()
    case "losses.binary-cross-entropy": return try kernels.binaryCrossEntropy()
    case "losses.cross-entropy": return try kernels.crossEntropy()
    case "losses.focal": return try kernels.focal()
    case "losses.quality-focal":
      let loss = QualityFocalLoss<S>(beta: request.scalar("beta", 2), input: kernels.input)
      return try kernels.softLabels {
        try loss.evaluate($0, targets: $1, gradient: $2)
      } fused: {
        try loss.evaluate($0, targets: $1, gradient: $2, reduction: $3)
      }
    case "losses.varifocal":
      let loss = VarifocalLoss<S>(
        alpha: request.scalar("alpha", 0.75), gamma: request.scalar("gamma", 2), input: kernels.input)
      return try kernels.softLabels {
        try loss.evaluate($0, targets: $1, gradient: $2)
      } fused: {
        try loss.evaluate($0, targets: $1, gradient: $2, reduction: $3)
      }
    case "losses.distribution-focal":
      let evaluated = try DistributionFocalLoss<S>().evaluate(
        try request.tensor("logits"), targets: try request.tensor("targets"), gradient: request.gradient)
      return kernels.reduced(evaluated, by: "logits")
    case "losses.ghm-c": return try kernels.harmonized()
    case "losses.l1":
      return try kernels.regression {
        try L1Loss().evaluate($0, targets: $1, gradient: $2)
      } fused: {
        try L1Loss().evaluate($0, targets: $1, gradient: $2, reduction: $3)
      }
    case "losses.l2":
      return try kernels.regression {
        try L2Loss().evaluate($0, targets: $1, gradient: $2)
      } fused: {
        try L2Loss().evaluate($0, targets: $1, gradient: $2, reduction: $3)
      }
    case "losses.huber":
      let loss = HuberLoss<S>(delta: request.scalar("delta", 1))
      return try kernels.regression {
        try loss.evaluate($0, targets: $1, gradient: $2)
      } fused: {
        try loss.evaluate($0, targets: $1, gradient: $2, reduction: $3)
      }
    case "losses.smooth-l1":
      let loss = SmoothL1Loss<S>(beta: request.scalar("beta", 1))
      return try kernels.regression {
        try loss.evaluate($0, targets: $1, gradient: $2)
      } fused: {
        try loss.evaluate($0, targets: $1, gradient: $2, reduction: $3)
      }
    case "losses.faster-rcnn": return try kernels.fasterRCNNLoss()
    case "losses.faster-rcnn-box": return try kernels.fasterRCNNBox()
    case "losses.fcos": return try kernels.fcosLoss()
    case "losses.ssd": return try kernels.ssdLoss()
    case "losses.retinanet": return try kernels.retinaNetLoss()
    case "losses.yolov1": return try kernels.yolov1Loss()
    case "losses.yolov3": return try kernels.yolov3Loss()
    case "losses.yolov8": return try kernels.yolov8Loss()
    case "losses.yolov1-box": return try kernels.yolov1Box()
    case "losses.yolov3-box": return try kernels.yolov3Box()
    default: throw Unknown(operation: operation)
    }
  }

  // MARK: losses

  private func reduced(_ loss: UnreducedLoss<S>, by input: String) -> Answer {
    answer(loss.reduced(request.reduction), by: input)
  }

  private func answer(_ reduced: ReducedLoss<S>, by input: String) -> Answer {
    var answer = ["loss": flat(reduced.loss)]
    if let gradient = reduced.gradient { answer["gradients.\(input)"] = flat(gradient) }
    return answer
  }

  private typealias Plain = (Tensor<S>, Tensor<S>, Bool) throws -> UnreducedLoss<S>
  private typealias Fused = (Tensor<S>, Tensor<S>, Bool, Reduction) throws -> ReducedLoss<S>

  private func regression(_ loss: Plain, fused: Fused) throws -> Answer {
    try elementwise("predictions", loss, fused)
  }

  private func softLabels(_ loss: Plain, fused: Fused) throws -> Answer {
    try elementwise(input.rawValue, loss, fused)
  }

  private func elementwise(_ name: String, _ loss: Plain, _ fused: Fused) throws -> Answer {
    let predictions: Tensor<S> = try request.tensor(name)
    let targets: Tensor<S> = try request.tensor("targets")
    if request.isFused {
      return answer(try fused(predictions, targets, request.gradient, request.reduction), by: name)
    }
    return reduced(try loss(predictions, targets, request.gradient), by: name)
  }

  private func harmonized() throws -> Answer {
    let loss = GHMCLoss<S>(
      bins: request.integer("bins") ?? 10, momentum: request.number("momentum") ?? 0,
      countsEmptyBins: !request.has("empty_bins") || request.flag("empty_bins"), input: input,
      ignored: request.optionalScalar("ignore_index"))
    let evaluated = try loss.evaluate(
      try request.tensor(input.rawValue), targets: try request.tensor("targets"),
      binCounts: try request.optionalTensor("bin_counts"), gradient: request.gradient)
    var answer = reduced(evaluated.loss, by: input.rawValue)
    answer["bin_counts"] = evaluated.binCounts.elements
    return answer
  }

  private var input: ClassificationInput { request.has("probabilities") ? .probabilities : .logits }

  private func sigmoidTargets() throws -> Tensor<S> {
    let targets: Tensor<S> = try request.tensor("targets")
    return request.string("target_encoding", "unit") == "signed" ? targets.map { ($0 + 1) / 2 } : targets
  }

  private func binaryCrossEntropy() throws -> Answer {
    let loss = BinaryCrossEntropyLoss<S>(alpha: request.optionalScalar("alpha"), input: input)
    let (inputs, targets): (Tensor<S>, Tensor<S>) = (try request.tensor(input.rawValue), try sigmoidTargets())
    if request.isFused {
      let fused = try loss.evaluate(
        inputs, targets: targets, gradient: request.gradient, reduction: request.reduction)
      return answer(fused, by: input.rawValue)
    }
    return reduced(try loss.evaluate(inputs, targets: targets, gradient: request.gradient), by: input.rawValue)
  }

  private func classTargets() throws -> Tensor<Int> {
    guard let targets = try request.integers("targets") else { throw KernelRequest.Missing(field: "targets") }
    return targets
  }

  private func crossEntropy() throws -> Answer {
    let loss = CrossEntropyLoss<S>(
      classWeights: request.list("class_weights"), ignored: request.integer("ignore_index"),
      labelSmoothing: request.scalar("label_smoothing", 0), input: input)
    let evaluated = try loss.evaluate(
      try request.tensor(input.rawValue), targets: try classTargets(), gradient: request.gradient)
    return reduced(evaluated, by: input.rawValue)
  }

  private func focal() throws -> Answer {
    if request.string("activation", "sigmoid") == "softmax" { return try softmaxFocal() }
    let loss = FocalLoss<S>(
      gamma: request.scalar("gamma", 2),
      alpha: request.isNull("alpha") ? nil : request.scalar("alpha", 0.25), input: input,
      ignored: request.optionalScalar("ignore_index"))
    let (inputs, targets): (Tensor<S>, Tensor<S>) = (try request.tensor(input.rawValue), try sigmoidTargets())
    if request.isFused {
      let fused = try loss.evaluate(
        inputs, targets: targets, gradient: request.gradient, reduction: request.reduction)
      return answer(fused, by: input.rawValue)
    }
    return reduced(try loss.evaluate(inputs, targets: targets, gradient: request.gradient), by: input.rawValue)
  }

  private func softmaxFocal() throws -> Answer {
    let single: S? = request.optionalScalar("alpha")
    let loss = SoftmaxFocalLoss<S>(
      gamma: request.scalar("gamma", 2), alpha: request.list("alpha") ?? single.map { [$0, 1 - $0] },
      ignored: request.integer("ignore_index"), input: input)
    let evaluated = try loss.evaluate(
      try request.tensor(input.rawValue), targets: try classTargets(), gradient: request.gradient)
    return reduced(evaluated, by: input.rawValue)
  }

  private func overlap(_ loss: OverlapLoss<S>) throws -> Answer {
    let evaluated = try loss.evaluate(
      try request.boxes("boxes"), targets: try request.boxes("target_boxes"), gradient: request.gradient,
      reduction: request.reduction, iou: request.flag("details"))
    return answer(evaluated.loss, by: "boxes").merging(evaluated.iou.map { ["iou": flat($0)] } ?? [:]) { $1 }
  }

  private func detector(_ loss: UnreducedLoss<S>, by input: String) -> Answer {
    var answer = reduced(loss, by: input)
    answer["num_objects"] = [Double(loss.meanDivisor)]
    return answer
  }

  private func fasterRCNNBox() throws -> Answer {
    let loss = FasterRCNNBoxLoss<S>(delta: request.scalar("delta", 1), weights: request.weights())
    let targets: Boxes<S> = try request.boxes("target_boxes")
    let anchors: Boxes<S> = try request.boxes("anchors")
    let objectness: Tensor<S>? = try request.optionalTensor("objectness")
    if request.has("deltas") {
      let evaluated = try loss.evaluate(
        deltas: try request.tensor("deltas", columns: 4), targets: targets, anchors: anchors, objectness: objectness,
        gradient: request.gradient)
      return detector(evaluated, by: "deltas")
    }
    let evaluated = try loss.evaluate(
      boxes: try request.boxes("boxes"), targets: targets, anchors: anchors, objectness: objectness,
      gradient: request.gradient)
    return detector(evaluated, by: "boxes")
  }

  private func yolov1Box() throws -> Answer {
    let format = request.format(.cxcywh)
    let evaluated = try YOLOv1BoxLoss<S>().evaluate(
      try request.boxes("boxes", format: format), targets: try request.boxes("target_boxes", format: format),
      objectness: try request.optionalTensor("objectness"), gradient: request.gradient)
    return detector(evaluated, by: "boxes")
  }

  private func yolov3Box() throws -> Answer {
    let evaluated = try YOLOv3BoxLoss<S>().evaluate(
      raw: try request.tensor("raw", columns: 4), targets: try request.tensor("target_boxes", columns: 4),
      anchors: try request.tensor("anchors", columns: 2), cells: try request.tensor("cells", columns: 2),
      objectness: try request.optionalTensor("objectness"), gradient: request.gradient)
    return detector(evaluated, by: "raw")
  }

  // MARK: boxes and anchors

  private func clipped() throws -> Answer {
    let boxes: Boxes<S> = try request.boxes("boxes")
    let size: [S] = request.list("image_size") ?? [0, 0]
    return ["boxes": flat(boxes.clipped(to: ImageSize(height: size[0], width: size[1])).tensor)]
  }

  private func converted() throws -> Answer {
    let boxes: Boxes<S> = try request.boxes("boxes", format: BoxFormat(rawValue: request.string("from", "")))
    return ["boxes": flat(boxes.converted(to: BoxFormat(rawValue: request.string("to", "")) ?? .xyxy).tensor)]
  }

  private func decoded() throws -> Answer {
    let clamp = request.scalar("scale_clamp", BoxCoder<S>.defaultScaleClamp)
    let coder = BoxCoder<S>(weights: request.weights(), scaleClamp: clamp)
    let boxes = try coder.decode(try request.tensor("deltas", columns: 4), anchors: try request.boxes("anchors"))
    return ["boxes": flat(boxes.tensor)]
  }

  private func encoded() throws -> Answer {
    let coder = BoxCoder<S>(weights: request.weights())
    return ["deltas": flat(try coder.encode(try request.boxes("boxes"), anchors: try request.boxes("anchors")))]
  }

  private func pairwise() throws -> Answer {
    let kind = OverlapKind(rawValue: request.string("kind", "iou")) ?? .iou
    let boxes: Boxes<S> = try request.boxes("boxes")
    return ["iou": flat(try pairwiseIoU(boxes, try request.boxes("target_boxes"), kind: kind))]
  }

  private func suppressed() throws -> Answer {
    let suppression: Suppression<S> = request.suppression()
    let found = try suppression.evaluate(
      try request.boxes("boxes"), scores: try request.tensor("scores"), labels: try request.integers("labels"),
      scoreThreshold: request.optionalScalar("score_threshold"),
      maxDetections: request.integer("max_detections") ?? .max)
    var answer = ["indices": found.indices.map { Double($0) }]
    answer["scores"] = found.scores?.map { Double($0) }
    answer["boxes"] = found.boxes.map { flat($0.tensor) }
    return answer
  }

  private func fused() throws -> Answer {
    let models = try request.integers("model_indices")
    let weights: [S] = request.list("weights") ?? Array(repeating: 1, count: 1 + (models?.elements.max() ?? 0))
    let fusion = ModelFusion<S>(
      iouThreshold: request.scalar("iou_threshold", 0.55), skipBoxThreshold: request.scalar("skip_box_threshold", 0),
      score: FusedScore(rawValue: request.string("conf_type", "avg")) ?? .average,
      allowsOverflow: request.flag("allows_overflow"))
    let fused = try fusion.evaluate(
      try request.boxes("boxes"), scores: try request.tensor("scores"), labels: try request.integers("labels"),
      models: models, weights: weights)
    return [
      "boxes": flat(fused.boxes.tensor), "scores": fused.scores.map { Double($0) },
      "labels": fused.labels.map { Double($0) }, "sizes": fused.sizes.map { Double($0) },
      "cluster_indices": fused.clusters.map { Double($0) },
    ]
  }

  private func matches() throws -> Answer {
    switch request.string("method", "max-iou") {
    case "atss": return try atss()
    case "task-aligned": return try taskAligned()
    default: return try maxIoU()
    }
  }

  private func atss() throws -> Answer {
    let matches = try ATSSAssigner<S>(candidates: request.integer("candidates") ?? 9).assign(
      try request.boxes("anchors"), levelSizes: request.list("level_sizes")?.map { (size: Double) in Int(size) } ?? [],
      targets: try request.boxes("target_boxes"))
    return [
      "labels": matches.labels.elements.map { Double($0) }, "iou": flat(matches.iou),
      "thresholds": flat(matches.thresholds),
    ]
  }

  private func taskAligned() throws -> Answer {
    let assigner = TaskAlignedAssigner<S>(
      alpha: request.scalar("alpha", 0.5), beta: request.scalar("beta", 6),
      candidates: request.integer("candidates") ?? 10,
      overlap: OverlapKind(rawValue: request.string("overlap", "")) ?? .ciou)
    let matches = try assigner.assign(
      anchors: try request.boxes("anchors"), boxes: try request.boxes("boxes"), scores: try request.tensor("scores"),
      targets: try request.boxes("target_boxes"), targetLabels: try request.integers("target_labels") ?? Tensor([]))
    return [
      "labels": matches.labels.elements.map { Double($0) }, "iou": flat(matches.overlaps),
      "target_scores": flat(matches.scores),
    ]
  }

  private func maxIoU() throws -> Answer {
    let matcher = AnchorMatcher<S>(
      positiveThreshold: request.scalar("positive_threshold", 0.5),
      negativeThreshold: request.scalar("negative_threshold", 0.4), allowsLowQuality: request.flag("allow_low_quality"))
    let matches = try matcher.match(try request.boxes("anchors"), targets: try request.boxes("target_boxes"))
    return ["labels": matches.labels.elements.map { Double($0) }, "iou": flat(matches.iou)]
  }

  private func fitted() throws -> Answer {
    let fit = AnchorFit(
      clusters: request.integer("clusters") ?? 1, seed: UInt64(request.number("seed") ?? 0),
      update: AnchorFit.Update(rawValue: request.string("update", "")) ?? .mean,
      iterations: request.integer("iterations") ?? 300)
    let sizes =
      request.has("boxes")
      ? try AnchorShape.list(of: try request.boxes("boxes") as Boxes<S>)
      : try AnchorShape.list(sizes: try request.tensor("sizes", columns: 2) as Tensor<S>)
    let pair: [Double] = request.list("scale") ?? request.number("scale").map { [$0, $0] } ?? [1, 1]
    let result = try fit.fit(sizes.map { AnchorShape(width: $0.width * pair[0], height: $0.height * pair[1]) })
    return [
      "anchors": result.anchors.flatMap { [$0.width, $0.height] }, "mean_iou": [result.meanIoU],
      "recall": result.recall, "counts": result.counts.map { Double($0) },
      "labels": result.labels.map { Double($0) }, "iterations": [Double(result.iterations)],
    ]
  }

  private func anchors() throws -> Answer {
    if request.has("kind") { return ["anchors": flat(try CellSettings(request).anchors(as: S.self).tensor)] }
    let boxes: Boxes<S> = try request.generatedAnchors()
    return ["anchors": flat(boxes.tensor)]
  }

  private func flat(_ tensor: Tensor<S>) -> [Double] { tensor.elements.map { Double($0) } }
}
