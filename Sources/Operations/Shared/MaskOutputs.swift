import DetectionCore

extension Field<MaskFormat> {
  /// The form of the masks.
  static var maskFormat: Field {
    choice(
      "mask_format", default: .runs,
      "\"rle\": masks, COCO's compressed RLE. \"png\": mask_files, a PNG file of the picture's size for each."
    ).only(.when(AnswerFormatFields.format, is: .images, .columns))
  }
}

/// Masks: a text for each detection.
struct MaskOutputs: FieldGroup {
  let masks = Output.words(
    "masks", "(n,)",
    "The mask of each detection in its picture: runs down the columns in pycocotools' letters, the counts of COCO's "
      + "compressed RLE."
  ).only(.when(Field.maskFormat, is: .runs))
  let files = Output.words(
    "mask_files", "(n,)",
    "The mask of each detection in its picture, a PNG file in base64 (RFC 4648 §4): one grey bit a pixel, white inside."
  ).only(.when(Field.maskFormat, is: .png))
  let sizes = Output.indices("mask_sizes", "(n, 2)", "Height and width of each mask: the size of COCO's RLE.")

  func set(_ found: [RunLengthMask], files: [String]?, in answer: inout Answer) {
    if let files { answer.set(self.files, files) } else { answer.set(masks, found.map(\.compressed)) }
    let sizes = found.flatMap { [$0.height, $0.width] }
    answer.set(self.sizes, Shape([found.count, 2]).flatMap { Tensor(shape: $0, elements: sizes) } ?? Tensor(sizes))
  }
}
