import DetectionCore

/// What the sums of a composite loss are divided by.
struct NormalizationFields: FieldGroup {
  enum Rule: String, CaseIterable {
    case image, batch, paper
  }

  let rule: Field<Rule>
  let divisor: Field<Double?>

  /// torchvision's, by default; the papers' is `batch`.
  static func dense(default rule: Rule) -> NormalizationFields {
    let (image, batch) = rule == .image ? (" (torchvision)", "paper") : ("", "torchvision, paper")
    return NormalizationFields(
      among: [.image, .batch], default: rule,
      "N. \"image\": each image's sums by its number of positives, at least 1, then the mean over "
        + "images\(image). \"batch\": the sums of all images by the number of all positives, at least 1 (\(batch)).")
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
  }

  func read(_ request: Request, imageCount: Int) -> LossNormalization {
    switch request[rule] {
    case .image: .perImage
    case .batch: .batch(divisor: request[divisor])
    case .paper: .batch(divisor: Double(imageCount))
    }
  }
}
