import DetectionCore

/// In which form masks are answered.
enum MaskFormat: String, CaseIterable {
  /// COCO's run-length encoding.
  case runs = "rle"
  /// A file for each.
  case png
}
