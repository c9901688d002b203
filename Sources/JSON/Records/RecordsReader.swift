import CSimdJSON
import DetectionCore
package import Evaluation

/// Reads COCO files from JSON text straight into columns, large lists on all processors.
///
/// Members that an evaluation has no use for are skipped, whatever they hold. A text is a value by itself: a member of a
/// body, a part of a form, a file. It is read where it lies: `read` wants 64 zero bytes somewhere behind it in the same
/// memory, as `ByteBuffer` has them. A file is mapped for it by reserving anonymous memory of its size and a page more, and
/// mapping the file over the beginning (`MAP_FIXED`); the fault names the row of what is wrong.
package enum RecordsReader {
  /// What is read of images and categories beside their ids and names.
  package struct Wants: Sendable, Equatable {
    /// Width and height.
    package var sizes: Bool
    /// LVIS: `neg_category_ids`, `not_exhaustive_category_ids`, `frequency`.
    package var federated: Bool
    /// A member of images that is read as text.
    package var attribute: String?

    /// Nothing, unless more is named.
    package init(sizes: Bool = false, federated: Bool = false, attribute: String? = nil) {
      (self.sizes, self.federated, self.attribute) = (sizes, federated, attribute)
    }
  }

  /// Lists of more bytes than two blocks are read on several processors.
  static let reading = focald_json_reading(
    array_size: 0, block_size: 1 << 20, perform: JSONReader.reading.perform)

  /// Reads a results list; `depth` is 1 more than the objects and lists around it in its document.
  package static func detections(_ text: UnsafeRawBufferPointer, depth: Int = 1) throws(RecordsFault)
    -> DetectionRecords
  {
    try detections(text, depth: depth, reading: reading)
  }

  /// The same; `reading` changes how, and nothing of what comes out.
  static func detections(
    _ text: UnsafeRawBufferPointer, depth: Int = 1, reading: focald_json_reading
  ) throws(RecordsFault) -> DetectionRecords {
    var columns = focald_detections()
    let fault = focald_read_detections(
      text.baseAddress?.assumingMemoryBound(to: CChar.self), text.count, UInt32(clamping: depth), reading, &columns)
    defer { focald_free_detections(&columns) }
    if let fault = RecordsFault(fault, in: "a list of results") { throw fault }
    return DetectionRecords(
      images: IDColumn(taking: &columns.images), categories: IDColumn(taking: &columns.categories),
      boxes: tensor(Shape(boxes: columns.count), taking: &columns.boxes),
      scores: tensor(Shape(vector: columns.count), taking: &columns.scores))
  }

  /// Reads a COCO object.
  package static func groundTruth(
    _ text: UnsafeRawBufferPointer, _ wants: Wants, depth: Int = 1
  ) throws(RecordsFault) -> GroundTruthRecords {
    try groundTruth(text, wants, depth: depth, reading: reading)
  }

  /// The same; `reading` changes how, and nothing of what comes out.
  static func groundTruth(
    _ text: UnsafeRawBufferPointer, _ wants: Wants, depth: Int = 1, reading: focald_json_reading
  ) throws(RecordsFault) -> GroundTruthRecords {
    var columns = focald_ground_truth()
    let fault = withWants(wants, depth) { wants in
      RecordsFault(
        focald_read_ground_truth(
          text.baseAddress?.assumingMemoryBound(to: CChar.self), text.count, wants, reading, &columns),
        in: "a COCO object with images, categories and annotations")
    }
    defer { focald_free_ground_truth(&columns) }
    if let fault { throw fault }
    return GroundTruthRecords(
      images: images(&columns, wants), categories: categories(&columns), objects: objects(&columns))
  }

  /// Reads a list of ids.
  package static func ids(_ text: UnsafeRawBufferPointer) throws(RecordsFault) -> IDColumn {
    var ids = focald_ids()
    let fault = focald_read_ids(text.baseAddress?.assumingMemoryBound(to: CChar.self), text.count, &ids)
    defer { focald_free_ids(&ids) }
    if let fault = RecordsFault(fault, in: "a list of ids") { throw fault }
    return IDColumn(taking: &ids)
  }

  private static func withWants<R>(_ wants: Wants, _ depth: Int, _ body: (focald_records_wants) -> R) -> R {
    var own = focald_records_wants()
    own.sizes = wants.sizes
    own.federated = wants.federated
    own.depth = UInt32(clamping: depth)
    guard var name = wants.attribute else { return body(own) }
    return name.withUTF8 { name in
      own.attribute_count = name.count
      return name.withMemoryRebound(to: CChar.self) { name in
        own.attribute = name.baseAddress
        return body(own)
      }
    }
  }

  private static func images(_ columns: inout focald_ground_truth, _ wants: Wants) -> ImageRecords {
    ImageRecords(
      ids: IDColumn(taking: &columns.image_ids),
      sizes: wants.sizes
        ? Shape([columns.image_count, 2]).map { tensor($0, taking: &columns.sizes) } : nil,
      negativeCategories: wants.federated ? IDLists(taking: &columns.negative, rows: columns.image_count) : nil,
      notExhaustiveCategories: wants.federated
        ? IDLists(taking: &columns.not_exhaustive, rows: columns.image_count) : nil,
      attribute: wants.attribute == nil ? nil : texts(columns.attribute))
  }

  private static func categories(_ columns: inout focald_ground_truth) -> CategoryRecords {
    let frequencies = columns.frequencies.map { UnsafeBufferPointer(start: $0, count: columns.category_count) }
    return CategoryRecords(
      ids: IDColumn(taking: &columns.category_ids), names: texts(columns.names),
      frequencies: (frequencies.map(Array.init) ?? []).map { letter in
        CategoryRecords.Frequency(rawValue: String(UnicodeScalar(UInt8(bitPattern: letter))))
      })
  }

  private static func objects(_ columns: inout focald_ground_truth) -> ObjectRecords {
    let rows = Shape(vector: columns.object_count)
    let boxes = tensor(Shape(boxes: columns.object_count), taking: &columns.boxes)
    return ObjectRecords(
      ids: columns.object_ids.count > 0 ? IDColumn(taking: &columns.object_ids) : nil,
      images: IDColumn(taking: &columns.object_images), categories: IDColumn(taking: &columns.object_categories),
      boxes: boxes,
      areas: columns.areas == nil ? nil : completed(tensor(rows, taking: &columns.areas), boxes),
      crowd: columns.crowd == nil ? nil : tensor(rows, taking: &columns.crowd),
      ignore: columns.ignore == nil ? nil : tensor(rows, taking: &columns.ignore))
  }

  /// Areas, w · h where a row has none.
  private static func completed(_ areas: Tensor<Double>, _ boxes: Tensor<Double>) -> Tensor<Double> {
    guard areas.withElements({ $0.contains(where: \.isNaN) }) else { return areas }
    return Tensor(areas.elements.enumerated().map { $1.isNaN ? boxes[4 * $0 + 2] * boxes[4 * $0 + 3] : $1 })
  }

  private static func texts(_ column: focald_texts) -> [String?] {
    guard let ends = column.ends, let present = column.present else { return [] }
    return (0..<column.count).map { row in
      guard present[row] != 0 else { return nil }
      let start = row == 0 ? 0 : ends[row - 1]
      return text(column.texts, start..<ends[row])
    }
  }

  /// Text of a table; it is UTF-8.
  static func text(_ table: UnsafeMutablePointer<CChar>?, _ range: Range<Int>) -> String {
    guard let table, !range.isEmpty else { return "" }
    return String(decoding: UnsafeRawBufferPointer(start: table + range.lowerBound, count: range.count), as: UTF8.self)
  }

  /// A tensor of a column, whose memory it takes over.
  static func tensor<Element: BitwiseCopyable & Sendable>(
    _ shape: Shape, taking column: inout UnsafeMutablePointer<Element>?
  ) -> Tensor<Element> {
    guard let start = column, shape.count > 0 else {
      return Tensor(shape: shape.count == 0 ? shape : Shape(vector: 0)) { _ in }
    }
    column = nil
    return Tensor(shape: shape, borrowing: start, owner: ColumnMemory(start))
  }
}
