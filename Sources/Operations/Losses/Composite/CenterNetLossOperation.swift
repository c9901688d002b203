import DetectionCore

struct CenterNetLossOperation: SingleStageLoss {
  let about = About(
    "losses", "centernet",
    summary:
      "CenterNet's training loss: penalty-reduced focal loss of heatmaps, L1 of sizes and of the centres' offsets.",
    formula: "L = w_heat L_k + w_size Σ |s−s*|₁/N + w_off Σ |o−o*|₁/N,  L_k = −(1/N_k) Σ (1−p)^α log p where Y = 1, "
      + "(1−Y)^β p^α log(1−p) elsewhere,  Y = exp(−|cell−c|²/(2σ²))",
    source:
      "Zhou et al. 2019, «Objects as Points», eq. 1–4, and the authors' code; Law and Deng 2018, «CornerNet», §3.2; "
      + "ignored regions: Zhou et al. 2020, «Tracking Objects as Points», the authors' code",
    example: #"""
      {"heatmap_logits": [[[-2.0, -3.0, -4.0], [-1.0, 1.5, -2.0]], [[-3.0, -3.0, -2.5], [-4.0, -3.5, -3.0]]],
       "sizes": [[[1, 1, 1], [1, 1.6, 1]], [[1, 1, 1], [1, 1.1, 1]]],
       "offsets": [[[0.5, 0.5, 0.5], [0.5, 0.4, 0.5]], [[0.5, 0.5, 0.5], [0.5, 0.6, 0.5]]],
       "stride": 16, "target_boxes": [[12, 16, 36, 32]], "target_labels": [0], "gradients": true, "details": true}
      """#)
  let heatmaps = TensorField.reals(
    "heatmap_logits", .of("K", "H", "W"), .of("B", "K", "H", "W"), differentiable: true,
    holds: "A map per class, before the sigmoid.")
  let sizes = TensorField.reals(
    "sizes", .of("2", "H", "W"), .of("B", "2", "H", "W"), differentiable: true,
    holds: "Width and height of the object whose centre a cell holds, in cells.")
  let offsets = TensorField.reals(
    "offsets", .of("2", "H", "W"), .of("B", "2", "H", "W"), differentiable: true,
    holds: "How far the centre lies from its cell's corner along x and y, in cells.")
  let truth = TargetFields(
    ignoring: "cells", effect: "cost nothing in any heatmap, but where a class has the centre of an object")
  let stride = Field.number("stride", .positive, default: 4, "Pixels between two cells, in the unit of target_boxes.")
  let alpha = Field.number("alpha", .notNegative, default: 2, "α ≥ 0, the focusing exponent.")
  let beta = Field.number("beta", .notNegative, default: 4, "β ≥ 0: how much less a cell near a centre costs.")
  let minOverlap = Field.number(
    "min_overlap", .unit, default: 0.7, "The IoU that a box moved within the radius of warm cells keeps at least.")
  let radius = Field<GaussianRadius>.choice(
    "radius", default: .centernet,
    "\"centernet\": as the authors' code, which divides by 2 where it should by 2a; \"exact\": the roots (mmdetection)."
  )
  let classWeights = Field.optionalNumbers(
    "class_weights", .notNegative, "K weights, one for what each class's heatmap costs. null: all 1.")
  let composite = CompositeFields(LossStage(terms: Self.allTerms, rows: "cell_indices"))

  private static let heat = LossTerm("heatmap", "penalty-reduced focal loss of every cell, by the cells with a centre")
  private static let size = LossTerm("size", weight: 0.1, "L1 of width and height, by the objects")
  private static let offset = LossTerm("offset", "L1 of the centres' offsets, by the objects")
  private static let allTerms = [heat, size, offset]

  var terms: [LossTerm] { Self.allTerms }
  var heads: [TensorField<Reals>] { [heatmaps, sizes, offsets] }
  var imageRank: Int { 3 }

  func loss<S: Scalar>(_ request: Request, _ batch: HeadBatch, gradients: Bool, as scalar: S.Type) throws
    -> CompositeLoss<S>
  {
    let logits: Tensor<S> = try batch.tensor(heatmaps)
    var loss = CenterNetLoss<S>(
      stride: request[stride], alpha: request[alpha, as: S.self], beta: request[beta, as: S.self],
      radius: request[radius], minOverlap: request[minOverlap],
      weights: (request[Self.heat.weight], request[Self.size.weight], request[Self.offset.weight]))
    loss.classWeights = request[classWeights]?.map { S($0) }
    return try loss.evaluate(
      heatmaps: logits, sizes: batch.tensor(sizes), offsets: batch.tensor(offsets),
      truth: truth.read(request, imageCount: batch.imageCount, classes: 0..<logits.shape[1]), gradients: gradients,
      deadline: request.limits.deadline)
  }
}
