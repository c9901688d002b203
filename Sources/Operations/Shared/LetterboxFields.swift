import DetectionCore

/// How the padding of a letterbox is told from the sizes.
struct LetterboxFields: FieldGroup {
  /// What half of it is.
  enum Padding: String, CaseIterable {
    /// Whole pixels, as images are padded.
    case whole
    /// Half of what is left, as YOLOv5's `scale_boxes` has it: off by half a pixel where that is odd.
    case half
  }

  let padding = Field<Padding>.choice(
    "letterbox_padding", default: .whole,
    "What a padding derived from original_size is at the top and left: whole pixels, of an odd number the smaller half, as "
      + "images are padded; or exactly half, as YOLOv5 takes it.")

  /// The way back from a letterbox, of a request that has the field.
  func fit(_ request: Request) -> OriginalImageFields.Fit {
    request[padding] == .whole ? .letterbox : .exactLetterbox
  }
}
