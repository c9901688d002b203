import DetectionCore

/// What the sums of a composite loss are divided by.
struct NormalizationFields: FieldGroup {
  enum Rule: String, CaseIterable {
    case image, batch, paper, running
    case batchOfImages = "batch-of-images"
    case onePlusBatch = "one-plus-batch"
    case batchIfAny = "batch-if-any"
  }

  let rule: Field<Rule>
  let divisor: Field<Double?>
  let eps: Field<Double>?
  let previous: Field<Double>?
  let momentum: Field<Double>?

  /// torchvision's, by default; the papers' is `batch`.
  static func dense(default rule: Rule) -> NormalizationFields {
    let (image, batch) = rule == .image ? (" (torchvision)", "paper") : ("", "torchvision, paper")
    return NormalizationFields(
      among: [.image, .batch], default: rule,
      "N. \"image\": each image's sums by its number of positives, at least 1, then the mean over "
        + "images\(image). \"batch\": the sums of all images by the number of all positives, at least 1 (\(batch)).")
  }

  /// The same with all that libraries divide RetinaNet's sums by.
  static func retinaNet(default rule: Rule) -> NormalizationFields {
    NormalizationFields(
      among: [.image, .batch, .batchOfImages, .running, .onePlusBatch, .batchIfAny], default: rule,
      "N. \"image\": each image's sums by its number of positives, at least 1, then the mean over images (torchvision). "
        + "\"batch\": the sums of all images by the number of all positives, at least 1 (paper). \"batch-of-images\": "
        + "by the sum of each image's number of positives, at least 1 each, and normalizer_eps (mmdetection). "
        + "\"running\": by normalizer_momentum · previous_normalizer + (1 − normalizer_momentum) · the number of all "
        + "positives, at least 1 (detectron2). \"one-plus-batch\": by 1 + the number of all positives (TensorFlow). "
        + "\"batch-if-any\": by the number of all positives, and without any the loss is 0 (Keras).")
  }

  /// Those of YOLO's losses.
  static func yolo(default rule: Rule) -> NormalizationFields {
    NormalizationFields(
      among: [.batch, .image, .paper], default: rule,
      "N. \"batch\": the sums of all images by the number of all positives, at least 1. \"image\": each image's sums "
        + "by its number of positives, at least 1, then the mean over images. \"paper\": the mean over images of plain "
        + "sums.")
  }

  private init(among rules: [Rule], default rule: Rule, _ meaning: String) {
    self.rule = .choice("normalization", among: rules, default: rule, meaning)
    divisor = .optionalNumber(
      "normalizer", .positive,
      "With normalization \"batch\" only: N itself, such as the running mean that detectron2 keeps."
    ).only(.when(self.rule, is: .batch))
    let isWide = rules.contains(.running)
    eps =
      isWide
      ? .number("normalizer_eps", .notNegative, default: 0, "ε added to N.").only(.when(self.rule, is: .batchOfImages))
      : nil
    previous =
      isWide
      ? .number("previous_normalizer", .positive, default: 100, "The running mean before this batch.").only(
        .when(self.rule, is: .running)) : nil
    momentum =
      isWide
      ? .number("normalizer_momentum", .unit, default: 0.9, "What the running mean keeps of it.").only(
        .when(self.rule, is: .running)) : nil
  }

  func read(_ request: Request, imageCount: Int) -> LossNormalization {
    switch request[rule] {
    case .image: .perImage
    case .batch: .batch(divisor: request[divisor])
    case .paper: .batch(divisor: Double(imageCount))
    case .batchOfImages: .batchOfImages(eps: eps.map { request[$0] } ?? 0)
    case .running:
      .running(previous: previous.map { request[$0] } ?? 100, momentum: momentum.map { request[$0] } ?? 0.9)
    case .onePlusBatch: .onePlusBatch
    case .batchIfAny: .batchIfAny
    }
  }
}
