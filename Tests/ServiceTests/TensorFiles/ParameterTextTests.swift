import Files
import JSON
import Testing

@testable import Operations
@testable import Service

@Suite struct ParameterTextTests {
  private static let number = ParameterType.number(.any)
  private static let numbers = ParameterType.list(number, count: nil)
  private static let size = ParameterType.list(number, count: 2)
  private static let sizes = ParameterType.list(size, count: nil)
  private static let strides = ParameterType.list(.anyOf([number, size]), count: nil)

  /// A text and what it means, as JSON.
  struct Reading: Sendable {
    let type: ParameterType
    let text: String
    let json: String

    init(_ type: ParameterType, _ text: String, _ json: String) {
      (self.type, self.text, self.json) = (type, text, json)
    }
  }

  private static let readings: [Reading] = [
    Reading(number, "0.3", "0.3"),
    Reading(number, "-1e-3", "-0.001"),
    Reading(number, "inf", #""inf""#),
    Reading(number, "0x10", #""0x10""#),
    Reading(number, "1_000", #""1_000""#),
    Reading(number, "", #""""#),
    Reading(number, "null", "null"),
    Reading(.integer(.any), "12", "12"),
    Reading(.boolean, "true", "true"),
    Reading(.boolean, "false", "false"),
    Reading(.boolean, "1", #""1""#),
    Reading(.choice(["mean", "sum"]), "sum", #""sum""#),
    Reading(.choice(["mean", "sum"]), "smu", #""smu""#),
    Reading(size, "192,192", "[192,192]"),
    Reading(size, "[192, 192]", "[192,192]"),
    Reading(size, "192", "[192]"),
    Reading(size, "192,", #""192,""#),
    Reading(size, "192;192", #""192;192""#),
    Reading(numbers, "", "[]"),
    Reading(sizes, "24,24;12,12", "[[24,24],[12,12]]"),
    Reading(sizes, "24,24;12,12;", "[[24,24],[12,12]]"),
    Reading(sizes, "24,24", "[[24,24]]"),
    Reading(.list(numbers, count: nil), "32;64", "[[32],[64]]"),
    Reading(strides, "8,16,32", "[8,16,32]"),
    Reading(strides, "8,8;16,16", "[[8,8],[16,16]]"),
    Reading(strides, "8,16;", "[[8,16]]"),
    Reading(.anyOf([size, sizes]), "192,128", "[192,128]"),
    Reading(.anyOf([size, sizes]), "192,128;64,64", "[[192,128],[64,64]]"),
    Reading(.anyOf([number, numbers]), "0.25", "0.25"),
    Reading(.anyOf([number, numbers]), "0.25,3", "[0.25,3]"),
    Reading(size, "[1, 2", #""[1, 2""#),
  ]

  @Test(arguments: readings) func text_IsReadByTheType(reading: Reading) {
    #expect(reading.type.value(of: reading.text).text() == reading.json)
  }

  /// Every default of every operation, written as JSON, is read as itself.
  @Test func defaults_AreReadAsThemselves() {
    for declaration in Registry.all.map(\.declaration) {
      for parameter in declaration.parameters where !parameter.isRequired {
        let text: String
        if case .string(let word) = parameter.defaultValue { text = word } else { text = parameter.defaultValue.text() }
        let value = parameter.type.value(of: text)
        #expect(value.text() == parameter.defaultValue.text(), "\(declaration.id) \(parameter.name)")
      }
    }
  }
}
