import DetectionCore

// The losses of YOLO's detectors.
extension Kernels {
  func yolov3Loss() throws -> Answer {
    let predictions: Tensor<S> = try request.batch("predictions")
    let images = predictions.shape[0]
    let loss = YOLOv3Loss<S>(
      boxError: YOLOv3Loss<S>.BoxError(rawValue: request.string("box_loss", "raw")) ?? .raw,
      centerMargin: request.scalar("center_margin", 0.01), ignoreThreshold: request.scalar("ignore_threshold", 0.5),
      ignoredBy: YOLOv3Loss<S>.Overlapping(rawValue: request.string("ignore_by", "prediction")) ?? .prediction,
      normalization: request.normalization("batch", images: images), weights: request.yoloWeights())
    let truth: GroundTruth<S> = try request.truth(imageCount: images, classes: 0..<predictions.shape[2] - 5)
    let evaluated = try loss.evaluate(
      predictions, grid: request.yolov3Grid(), truth: truth, gradients: request.gradient)
    return answer(evaluated, of: truth)
  }

  func yolov8Loss() throws -> Answer {
    let predictions: Tensor<S> = try request.batch("predictions")
    let isChannelsFirst = request.string("layout", "channels-first") == "channels-first"
    let regMax = request.integer("reg_max") ?? 16
    let loss = YOLOv8Loss<S>(
      regMax: regMax,
      assigner: TaskAlignedAssigner(
        alpha: request.scalar("alpha", 0.5), beta: request.scalar("beta", 6),
        candidates: request.integer("candidates") ?? 10,
        overlap: OverlapKind(rawValue: request.string("overlap", "")) ?? .ciou),
      weights: .init(
        box: request.number("box_weight") ?? 7.5, classification: request.number("classification_weight") ?? 0.5,
        distribution: request.number("dfl_weight") ?? 1.5))
    let truth: GroundTruth<S> = try request.truth(
      imageCount: predictions.shape[0], classes: 0..<predictions.shape[isChannelsFirst ? 1 : 2] - 4 * regMax)
    let evaluated = try loss.evaluate(
      predictions, channelsFirst: isChannelsFirst, levels: request.gridLevels(), truth: truth,
      gradients: request.gradient)
    return answer(evaluated, of: truth)
  }

  func yolov1Loss() throws -> Answer {
    let predictions: Tensor<S> = try request.batch("predictions", rank: 3)
    let (images, predictors) = (predictions.shape[0], request.integer("predictors") ?? 2)
    let size: [Double] = request.list("image_size") ?? []
    let loss = YOLOv1Loss<S>(
      predictors: predictors,
      sizeEncoding: YOLOv1Loss<S>.SizeEncoding(rawValue: request.string("size_encoding", "size")) ?? .size,
      normalization: request.normalization("paper", images: images),
      weights: request.yoloWeights(box: 5, noObject: 0.5))
    let truth: GroundTruth<S> = try request.truth(
      imageCount: images, classes: 0..<predictions.shape[3] - 5 * predictors)
    let evaluated = try loss.evaluate(
      predictions, image: ImageSize(height: size[0], width: size[1]), truth: truth, gradients: request.gradient)
    return answer(evaluated, of: truth, matched: "predictor_indices")
  }
}

extension KernelRequest {
  fileprivate func yoloWeights(box: Double = 1, noObject: Double = 1) -> YOLOWeights {
    YOLOWeights(
      box: number("box_weight") ?? box, objectness: number("objectness_weight") ?? 1,
      noObject: number("no_object_weight") ?? noObject, classification: number("classification_weight") ?? 1)
  }

  fileprivate func normalization(_ fallback: String, images: Int) -> LossNormalization {
    switch string("normalization", fallback) {
    case "image": .perImage
    case "paper": .batch(divisor: Double(images))
    default: .batch(divisor: number("normalizer"))
    }
  }

  fileprivate func gridLevels() throws -> [GridLevel] {
    let size: [Double] = list("image_size") ?? []
    let strides: [Double] = list("strides") ?? [8, 16, 32]
    let sizes = fields["feature_sizes"]?.array?.compactMap(\.numbers) ?? strides.map { [size[0] / $0, size[1] / $0] }
    return sizes.compactMap {
      GridLevel(height: Int($0[0]), width: Int($0[1]), strideY: size[0] / $0[0], strideX: size[1] / $0[1])
    }
  }

  fileprivate func yolov3Grid() throws -> Grid {
    let levels = try gridLevels()
    let paper: [[[Double]]] = [
      [[10, 13], [16, 30], [33, 23]], [[30, 61], [62, 45], [59, 119]], [[116, 90], [156, 198], [373, 326]],
    ]
    let anchors = fields["anchors"]?.array?.map { ($0.array ?? []).compactMap(\.numbers) } ?? paper
    let grid = Grid(
      levels, anchors: anchors.map { $0.map { AnchorShape(width: $0[0], height: $0[1]) } },
      order: Grid.RowOrder(rawValue: string("row_order", "")) ?? .cellMajor)
    guard let grid else { throw Missing(field: "anchors") }
    return grid
  }
}
