import DetectionCore
import Foundation

@testable import Evaluation

/// A COCO ground truth as it stands in a file.
struct COCOFile: Decodable {
  var images: [Image]
  var categories: [Category]
  var annotations: [Annotation]

  struct Image: Decodable {
    var id: FileID
    var width: Double?
    var height: Double?
    var neg_category_ids: [FileID]?
    var not_exhaustive_category_ids: [FileID]?
  }

  struct Category: Decodable {
    var id: FileID
    var name: String?
    var frequency: String?
  }

  struct Annotation: Decodable {
    var id: FileID?
    var image_id: FileID
    var category_id: FileID
    var bbox: [Double]
    var area: Double?
    var iscrowd: Int?
    var ignore: Int?
  }

  /// A line of a results file.
  struct Result: Decodable {
    var image_id: FileID
    var category_id: FileID
    var bbox: [Double]
    var score: Double
  }

  /// An id as JSON writes it: integers do not pass through doubles.
  struct FileID: Decodable {
    var id: RecordID

    init(_ id: RecordID) { self.id = id }

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if let integer = try? value.decode(Int64.self) {
        id = .integer(integer)
      } else {
        id = .text(try value.decode(String.self))
      }
    }
  }

  /// As columns.
  var groundTruth: GroundTruthRecords {
    GroundTruthRecords(
      images: ImageRecords(
        ids: column(images.map(\.id)), sizes: sizes, negativeCategories: lists(images.map(\.neg_category_ids)),
        notExhaustiveCategories: lists(images.map(\.not_exhaustive_category_ids))),
      categories: CategoryRecords(
        ids: column(categories.map(\.id)), names: categories.map { $0.name ?? "" },
        frequencies: categories.map { $0.frequency.flatMap(CategoryRecords.Frequency.init) }),
      objects: ObjectRecords(
        ids: annotations.contains { $0.id == nil } ? nil : column(annotations.compactMap(\.id)),
        images: column(annotations.map(\.image_id)), categories: column(annotations.map(\.category_id)),
        boxes: boxes(annotations.map(\.bbox)),
        areas: Tensor(annotations.map { $0.area ?? $0.bbox[2] * $0.bbox[3] }), crowd: marks(annotations.map(\.iscrowd)),
        ignore: marks(annotations.map(\.ignore))))
  }

  static func detections(_ rows: [Result]) -> DetectionRecords {
    DetectionRecords(
      images: column(rows.map(\.image_id)), categories: column(rows.map(\.category_id)),
      boxes: boxes(rows.map(\.bbox)), scores: Tensor(rows.map(\.score)))
  }

  private var sizes: Tensor<Double>? {
    let numbers: [Double] = images.flatMap { image in [image.width ?? 0, image.height ?? 0] }
    return Shape([images.count, 2]).flatMap { Tensor(shape: $0, elements: numbers) }
  }
}

private func column(_ ids: [COCOFile.FileID]) -> IDColumn { IDColumn(ids.map(\.id)) }

private func boxes(_ rows: [[Double]]) -> Tensor<Double> {
  let numbers: [Double] = Array(rows.joined())
  return Tensor(shape: Shape(boxes: rows.count), elements: numbers) ?? Tensor([])
}

private func marks(_ column: [Int?]) -> Tensor<UInt8>? {
  column.contains { $0 != nil } ? Tensor(column.map { ($0 ?? 0) == 0 ? 0 : 1 }) : nil
}

private func lists(_ rows: [[COCOFile.FileID]?]) -> IDLists? {
  guard rows.contains(where: { $0 != nil }) else { return nil }
  var (ids, ends): ([COCOFile.FileID], [Int]) = ([], [])
  for row in rows {
    ids += row ?? []
    ends.append(ids.count)
  }
  return IDLists(ids: column(ids), ends: ends, firstMissing: rows.firstIndex { $0 == nil })
}
