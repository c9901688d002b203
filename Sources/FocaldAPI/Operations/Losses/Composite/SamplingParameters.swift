import DetectionCore

/// The parameter that has a loss count a sample of the rows.
enum SamplingParameters {
  /// Off unless it is given; its members' defaults are torchvision's.
  static func parameter(_ name: String, of rows: String, size: Double, fraction: Double) -> Parameter {
    Parameter(
      name, .object(members(rows, size: size, fraction: fraction)), default: nil,
      "Which \(rows) of each image count: some, drawn by a seed; {} for torchvision's numbers. null: all that are not "
        + "ignored.")
  }

  private static func members(_ rows: String, size: Double, fraction: Double) -> [Parameter] {
    [
      Parameter(
        "batch_size_per_image", .integer(.from(1)), default: .number(size), "How many of an image count, at the most."),
      Parameter(
        "positive_fraction", .number(.unit), default: .number(fraction),
        "The share of batch_size_per_image that is positive, at the most; the rest is background."),
      Parameter(
        "seed", .integer(.from(0)), default: 0,
        "What is drawn with, by SplitMix64. Equal input and seed give equal \(rows), everywhere."),
    ]
  }

  /// The sampler of a request; `nil` if it wants none.
  static func sampler(_ name: String, _ arguments: Arguments) -> RowSampler? {
    arguments.object(name).map { members in
      RowSampler(
        batchSizePerImage: members.integer("batch_size_per_image"),
        positiveFraction: members.number("positive_fraction"), seed: UInt64(clamping: members.integer("seed")))
    }
  }
}
