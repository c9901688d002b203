import ArgumentParser
import Testing

@testable import focald

@Suite struct CommandLineWordsTests {
  private func ordered(_ words: String) throws -> String {
    try CommandLineWords.ordered(words.split(separator: " ").map(String.init), commands: Focald.commands)
      .joined(separator: " ")
  }

  @Test(arguments: [
    ("", ""), ("serve --port 1", "serve --port 1"), ("--config F config", "config --config F"),
    ("--config=F config --template", "config --config=F --template"), ("--port 1 --config F", "--port 1 --config F"),
    ("--port 1 healthcheck --host h", "healthcheck --port 1 --host h"), ("--config config", "--config config"),
    ("--help", "--help"), ("help serve", "help serve"), ("operations losses.focal", "operations losses.focal"),
    ("--prot 80 serve", "--prot 80 serve"), ("--config", "--config"), ("version", "version"),
  ])
  func command_ComesFirst(_ words: String, _ expected: String) throws { #expect(try ordered(words) == expected) }

  @Test(arguments: [
    ("versoin", "version"), ("confg", "config"), ("--port 1 srve", "serve"), ("operation", "operations"),
    ("healthchek", "healthcheck"), ("Serve", "serve"),
  ])
  func unknownCommand_GetsTheNearestName(_ words: String, _ nearest: String) {
    let error = #expect(throws: CommandLineError.self) { try ordered(words) }
    let command = words.split(separator: " ").last ?? ""
    #expect(error?.description == "there is no command \"\(command)\"; did you mean \(nearest)?")
    #expect(error?.status == 64)
  }

  @Test func unknownCommand_FarFromAll_GetsTheList() {
    let error = #expect(throws: CommandLineError.self) { try ordered("xyzzy-plugh") }
    #expect(error?.description == "there is no command \"xyzzy-plugh\"; focald --help lists them")
  }

  @Test func everyCommand_IsParsed() throws {
    let required = [
      "evaluate": ["--ground-truth", "gt.json", "--detections", "dt.json"], "call": ["losses.focal"],
      "detect": ["--network", "n.safetensors", "a.jpg"],
    ]
    for name in Focald.commands where name != "help" {
      _ = try Focald.parseAsRoot([name] + required[name, default: []])
    }
    #expect(try Focald.parseAsRoot(["version"]) is VersionCommand)
    let command = try Focald.parseAsRoot(
      CommandLineWords.ordered(["--config", "F", "config"], commands: Focald.commands))
    #expect((command as? ConfigCommand)?.flags.config == "F")
  }
}
