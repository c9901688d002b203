import DetectionCore

/// The members of the object that has a loss count a sample of the rows.
struct SamplingFields: FieldGroup {
  let size: Field<Int>
  let fraction: Field<Double>
  let seed: Field<Int>

  init(of rows: String, size: Int, fraction: Double) {
    self.size = .integer(
      "batch_size_per_image", .from(1), default: size, "How many of an image count, at the most.")
    self.fraction = .number(
      "positive_fraction", .unit, default: fraction,
      "The share of batch_size_per_image that is positive, at the most; the rest is background.")
    seed = .integer(
      "seed", .from(0), default: 0,
      "What is drawn with, by SplitMix64. Equal input and seed give equal \(rows), everywhere.")
  }
}

extension Field<ObjectValues<SamplingFields>?> {
  /// Which rows count: off unless it is given; its members' defaults are torchvision's.
  static func sampling(_ name: String, of rows: String, size: Int, fraction: Double) -> Field {
    .object(
      name, SamplingFields(of: rows, size: size, fraction: fraction),
      "Which \(rows) of each image count: some, drawn by a seed; {} for torchvision's numbers. null: all that are not "
        + "ignored.")
  }
}

extension ObjectValues<SamplingFields> {
  var sampler: RowSampler {
    RowSampler(
      batchSizePerImage: self[group.size], positiveFraction: self[group.fraction],
      seed: UInt64(clamping: self[group.seed]))
  }
}
