import DetectionCore
import JSON

// Numbers.

extension Field<Double> {
  /// A number with a default.
  static func number(_ name: String, _ range: NumberRange, default value: Double, _ meaning: String) -> Field {
    Field(name, .number(range), default: .number(value), fallback: value, meaning, read: \.number)
  }

  /// A number that must be given.
  static func requiredNumber(_ name: String, _ range: NumberRange, _ meaning: String) -> Field {
    Field.number(name, range, default: 0, meaning).required
  }
}

extension Field<Double?> {
  /// A number that may be left out.
  static func optionalNumber(_ name: String, _ range: NumberRange, _ meaning: String) -> Field {
    Field(name, .number(range), default: .null, fallback: nil, meaning) { $0.number }
  }

  /// A number with a default, of which `null` means that there is none.
  static func nullableNumber(_ name: String, _ range: NumberRange, default value: Double, _ meaning: String) -> Field {
    Field(
      parameter: Parameter(name, .number(range), default: .number(value), nullIsValue: true, meaning), fallback: value
    ) { .some($0.number) }
  }
}

extension Field<Int> {
  /// A whole number with a default.
  static func integer(_ name: String, _ range: NumberRange, default value: Int, _ meaning: String) -> Field {
    Field(name, .integer(range), default: .number(Double(value)), fallback: value, meaning, read: \.integer)
  }

  /// A whole number that must be given.
  static func requiredInteger(_ name: String, _ range: NumberRange, _ meaning: String) -> Field {
    Field.integer(name, range, default: 0, meaning).required
  }
}

extension Field<Int?> {
  /// A whole number that may be left out.
  static func optionalInteger(_ name: String, _ range: NumberRange, _ meaning: String) -> Field {
    Field(name, .integer(range), default: .null, fallback: nil, meaning) { $0.integer }
  }

  /// A whole number with a default, of which `null` means that there is none.
  static func nullableInteger(_ name: String, _ range: NumberRange, default value: Int, _ meaning: String) -> Field {
    Field(
      parameter: Parameter(name, .integer(range), default: .number(Double(value)), nullIsValue: true, meaning),
      fallback: value
    ) { .some($0.integer) }
  }
}

// Flags and choices.

extension Field<Bool> {
  static func flag(_ name: String, default value: Bool = false, _ meaning: String) -> Field {
    Field(name, .boolean, default: .bool(value), fallback: value, meaning) { $0 == .bool(true) }
  }
}

extension Field<Bool?> {
  static func optionalFlag(_ name: String, _ meaning: String) -> Field {
    Field(name, .boolean, default: .null, fallback: nil, meaning) { $0 == .null ? nil : $0 == .bool(true) }
  }
}

extension Field where Value: RawRepresentable, Value.RawValue == String {
  /// One of some words.
  static func choice(_ name: String, among values: [Value], default value: Value, _ meaning: String) -> Field {
    Field(
      name, .choice(values.map(\.rawValue)), default: .string(value.rawValue), fallback: value, meaning,
      read: { $0.text.flatMap(Value.init(rawValue:)) })
  }
}

extension Field where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  /// One of the words of an enumeration.
  static func choice(_ name: String, default value: Value, _ meaning: String) -> Field {
    choice(name, among: Array(Value.allCases), default: value, meaning)
  }
}

extension Field {
  /// One of some words, or none.
  static func optionalChoice<Choice>(_ name: String, _ meaning: String) -> Field
  where Value == Choice?, Choice: RawRepresentable & CaseIterable, Choice.RawValue == String {
    Field(name, .choice(Choice.allCases.map(\.rawValue)), default: .null, fallback: nil, meaning) {
      .some($0.text.flatMap(Choice.init(rawValue:)))
    }
  }
}

extension Field<[String]?> {
  /// A list of texts that may be left out.
  static func optionalTexts(_ name: String, _ meaning: String) -> Field {
    Field(name, .list(.text, count: nil), default: .null, fallback: nil, meaning) {
      $0.list.map { $0.compactMap(\.text) }
    }
  }
}

extension Field<String?> {
  /// A text that may be left out.
  static func optionalText(_ name: String, _ meaning: String) -> Field {
    Field(name, .text, default: .null, fallback: nil, meaning) { .some($0.text) }
  }
}

// Lists.

extension Field<[Double]> {
  /// A list of numbers with a default.
  static func numbers(
    _ name: String, _ range: NumberRange, count: Int? = nil, default value: [Double], _ meaning: String
  ) -> Field {
    Field(
      name, .list(.number(range), count: count), default: .array(value.map(JSONValue.number)), fallback: value, meaning,
      read: \.numberList)
  }
}

extension Field<[Double]?> {
  /// A list of numbers that may be left out.
  static func optionalNumbers(_ name: String, _ range: NumberRange, count: Int? = nil, _ meaning: String) -> Field {
    Field(name, .list(.number(range), count: count), default: .null, fallback: nil, meaning) { $0.numberList }
  }
}

extension Field<[Int]> {
  /// A list of whole numbers with a default.
  static func integers(_ name: String, _ range: NumberRange, default value: [Int], _ meaning: String) -> Field {
    Field(
      name, .list(.integer(range), count: nil), default: .array(value.map { .number(Double($0)) }), fallback: value,
      meaning
    ) { $0.numberList?.compactMap(Int.init(exactly:)) }
  }
}

extension Field<[Int]?> {
  /// A list of whole numbers that may be left out.
  static func optionalIntegers(_ name: String, _ range: NumberRange, _ meaning: String) -> Field {
    Field(name, .list(.integer(range), count: nil), default: .null, fallback: nil, meaning) {
      $0.numberList?.compactMap(Int.init(exactly:))
    }
  }
}

extension Field<[[Double]]?> {
  /// Per level a list of numbers; may be left out.
  static func numbersPerLevel(_ name: String, _ range: NumberRange, _ meaning: String) -> Field {
    Field(name, .list(.list(.number(range), count: nil), count: nil), default: .null, fallback: nil, meaning) {
      $0.list?.map { $0.numberList ?? [] }
    }
  }
}

// One value for all, or one each.

extension Field<PerClass<Double>?> {
  /// One number, or one per class; may be left out.
  static func perClass(_ name: String, _ range: NumberRange, default value: Double? = nil, _ meaning: String) -> Field {
    Field(
      name, .anyOf([.number(range), .list(.number(range), count: nil)]),
      default: value.map(JSONValue.number) ?? .null, fallback: value.map(PerClass.one), meaning
    ) { json in
      json.number.map(PerClass.one) ?? json.numberList.map(PerClass.each)
    }
  }
}

extension Field<ImageSize<Double>?> {
  /// [height, width]; may be left out.
  static func size(_ name: String, _ meaning: String) -> Field {
    Field(name, .size, default: .null, fallback: nil, meaning, read: \.imageSize)
  }
}

extension ParameterType {
  /// [height, width] > 0.
  static let size = ParameterType.list(.number(.positive), count: 2)
  /// The same, or one per image.
  static let sizePerImage = ParameterType.anyOf([.size, .list(.size, count: nil)])
}

extension JSONValue {
  /// [height, width].
  var imageSize: ImageSize<Double>? {
    numberList.flatMap { $0.count == 2 ? ImageSize(height: $0[0], width: $0[1]) : nil }
  }
}

extension PerClass<Double> {
  /// The same in another arithmetic.
  func converted<T: Scalar>(to scalar: T.Type = T.self) -> PerClass<T> {
    switch self {
    case .one(let value): .one(T(value))
    case .each(let values): .each(values.map { T($0) })
    }
  }
}
