import CSimdJSON

/// What is wrong with records, the first in reading order.
package struct RecordsFault: Error, Equatable {
  package enum Kind: Sendable, Equatable {
    /// It is no JSON; a slower reader says where and why.
    case syntax
    /// Another type is wanted; the kind that was found.
    case wrongType(found: String)
    case missing
    case duplicateKey
    /// An id with a fraction or an exponent.
    case notWhole
    /// An id beyond 64 bits.
    case idOutOfRange
    case numberOutOfRange
    /// A box of that many numbers.
    case boxLength(Int)
    case invalidChoice
    case tooDeep
    case tooManyRows
    case outOfMemory
  }

  package let kind: Kind
  /// Where it stands, from the text's own value on: `/annotations/3/bbox`.
  package let pointer: String
  /// The member's name; `nil`: a row or a table.
  package let member: String?
  /// Whether it is an element of the member's list.
  private let isElement: Bool
  /// What the whole text should be, in words.
  private let root: String

  /// `nil` if nothing is wrong. `root`: what the whole text should be, in words.
  init?(_ fault: focald_records_fault, in root: String) {
    guard let kind = Kind(fault) else { return nil }
    self.kind = kind
    self.root = root
    member = fault.member.map { start in
      String(decoding: UnsafeRawBufferPointer(start: start, count: fault.member_count), as: UTF8.self)
    }
    // C's SIZE_MAX, which stands for none, is -1 here.
    isElement = fault.index >= 0
    var pointer = ""
    switch fault.table {
    case focald_records_images: pointer = "/images"
    case focald_records_categories: pointer = "/categories"
    case focald_records_annotations: pointer = "/annotations"
    default: break
    }
    if fault.row >= 0 { pointer += "/\(fault.row)" }
    if let member { pointer += "/" + JSONPointer.escape(member) }
    if isElement { pointer += "/\(fault.index)" }
    self.pointer = pointer
  }

  /// What should stand there, in words.
  package var wanted: String {
    switch member {
    case "id", "image_id", "category_id": "a whole number or a string"
    case "neg_category_ids", "not_exhaustive_category_ids":
      isElement ? "a whole number or a string" : "a list of category ids"
    case "bbox": isElement ? "a number" : "a list of four numbers: x, y, width, height"
    case "iscrowd", "ignore": "0 or 1"
    case "score", "area", "width", "height": "a number"
    case .some: "a string, a number, true or false"
    case nil where pointer.isEmpty: root
    case nil: pointer.split(separator: "/").count.isMultiple(of: 2) ? "an object" : "a list"
    }
  }
}

extension RecordsFault.Kind {
  fileprivate init?(_ fault: focald_records_fault) {
    switch fault.status {
    case focald_records_ok: return nil
    case focald_records_wrong_type: self = .wrongType(found: Self.name(fault.found))
    case focald_records_missing: self = .missing
    case focald_records_duplicate_key: self = .duplicateKey
    case focald_records_not_whole: self = .notWhole
    case focald_records_id_out_of_range: self = .idOutOfRange
    case focald_records_number_out_of_range: self = .numberOutOfRange
    case focald_records_box_length: self = .boxLength(fault.count)
    case focald_records_invalid_choice: self = .invalidChoice
    case focald_records_too_deep: self = .tooDeep
    case focald_records_too_many_rows: self = .tooManyRows
    case focald_records_out_of_memory: self = .outOfMemory
    default: self = .syntax
    }
  }

  /// What a value is by its first byte.
  private static func name(_ byte: CChar) -> String {
    switch UInt8(bitPattern: byte) {
    case UInt8(ascii: "\""): "a string"
    case UInt8(ascii: "["): "a list"
    case UInt8(ascii: "{"): "an object"
    case UInt8(ascii: "t"), UInt8(ascii: "f"): "a boolean"
    case UInt8(ascii: "n"): "null"
    default: "a number"
    }
  }
}
