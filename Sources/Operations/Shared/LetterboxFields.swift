import DetectionCore

/// How the padding of a letterbox is told from the sizes.
struct LetterboxFields: FieldGroup {
  /// What half of it is.
  enum Padding: String, CaseIterable {
    /// Whole pixels, as images are padded.
    case whole
    /// Half of what is left, as YOLOv5's `scale_boxes` has it: off by half a pixel where that is odd.
    case half
    /// Whole pixels beside an image whose sides are whole pixels, too, as ultralytics' `scale_boxes` has it since 8.4.
    case wholeSides = "whole-sides"

    /// Which lengths are rounded.
    var rounding: LetterboxRounding {
      switch self {
      case .whole: .padding
      case .half: .none
      case .wholeSides: .sides
      }
    }
  }

  let padding = Field<Padding>.choice(
    "letterbox_padding", default: .whole,
    "What a padding derived from original_size is at the top and left. \"whole\": whole pixels, of an odd number the smaller "
      + "half, as images are padded. \"half\": exactly half, as YOLOv5 takes it. \"whole-sides\": whole pixels, and the sides "
      + "of the scaled image are whole as well, so that each axis has a scale of its own, as ultralytics 8.4 takes it.")

  /// The way back from a letterbox, of a request that has the field.
  func fit(_ request: Request) -> OriginalImageFields.Fit { .letterbox(request[padding].rounding) }
}
