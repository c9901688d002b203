import ArgumentParser
import Files
import Glibc
import HTTPMessages
import JSON
import Operations
import Service

/// `focald evaluate`: an evaluation of two files, without a server.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Evaluate a file of detections against one of ground truth, without a server.",
    discussion: """
      The files are COCO's: an object with images, categories and annotations, and a list of results. At a terminal the \
      numbers are printed as tables, else as JSON, as POST /v1/evaluations/… answers them. Bad files end it with status 1 \
      and a line that names file and row.
      """)

  @Option(help: "The ground truth, a COCO object.")
  var groundTruth: String

  @Option(help: "The detections, a COCO results list.")
  var detections: String

  @Option(help: "Which evaluation: \(FileEvaluation.allCases.map(\.rawValue).joined(separator: ", ")).")
  var kind = FileEvaluation.coco

  @Option(
    name: .customLong("set"), parsing: .singleValue, help: "A parameter, as often as needed: iou_thresholds=0.5,0.75.")
  var settings: [String] = []

  @Flag(help: "Print JSON at a terminal, too.")
  var json = false

  func validate() throws {
    guard !settings.isEmpty else { return }
    let call = LocalCall(kind.operation)
    for setting in settings {
      guard let name = setting.firstIndex(of: "=").map({ String(setting[..<$0]) }) else {
        throw ValidationError("--set wants name=value, found \(setting.debugDescription)")
      }
      guard !call.parameters.contains(name) else { continue }
      let hint = nearestName(to: name, among: call.parameters).map { "; did you mean \($0)?" } ?? ""
      throw ValidationError("evaluations.\(kind.rawValue) has no parameter \(name.debugDescription)\(hint)")
    }
  }

  func run() throws {
    let isTable = !json && isatty(STDOUT_FILENO) != 0
    var call = LocalCall(kind.operation)
    for setting in settings {
      let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      call.set(parts[0], parts[1])
    }
    if isTable, call.parameters.contains("text"), !settings.contains(where: { $0.hasPrefix("text=") }) {
      call.set("text", "true")
    }
    call.set("ground_truth", try content(of: groundTruth))
    call.set("detections", try content(of: detections))
    let pieces = try answer(call)
    if isTable { try printTable(pieces) } else { try printText(pieces) }
  }

  private func content(of path: String) throws -> ByteBuffer {
    do throws(SystemError) {
      return try MappedFile.content(of: path)
    } catch {
      writeToStandardError("focald: \(path): \(error)\n")
      throw ExitCode(1)
    }
  }

  private func answer(_ call: consuming LocalCall) throws -> [ByteBuffer] {
    let clock = ProgressClock("evaluating \(detections)")
    defer { clock.stop() }
    do throws(LocalFailure) {
      return try call.answer()
    } catch {
      clock.stop()
      for fault in error.faults { writeToStandardError("focald: \(words(fault))\n") }
      throw ExitCode(1)
    }
  }

  /// What is wrong, with the file's name in place of the field's.
  private func words(_ fault: LocalFailure.Fault) -> String {
    for (field, path) in [("/ground_truth", groundTruth), ("/detections", detections)] {
      guard fault.pointer == field || fault.pointer.hasPrefix(field + "/") else { continue }
      let place = fault.pointer.dropFirst(field.count)
      return place.isEmpty ? "\(path): \(fault.detail)" : "\(path), \(place): \(fault.detail)"
    }
    return fault.pointer.isEmpty ? fault.detail : "\(fault.pointer.dropFirst()): \(fault.detail)"
  }

  private func printText(_ pieces: [ByteBuffer]) throws {
    for piece in pieces where !writeWhole(piece.bytes, to: STDOUT_FILENO) { throw ExitCode(1) }
  }

  private func printTable(_ pieces: [ByteBuffer]) throws {
    let whole = ByteBuffer()
    for piece in pieces { whole.append(piece.bytes) }
    print(AnswerTable.text(try JSONReader.read(whole)), terminator: "")
  }
}

extension FileEvaluation: ExpressibleByArgument {}
