import ArgumentParser

/// The manual page, `deploy/package/focald.1`, in the macros of man(7): commands and settings are the program's own.
enum ManualText {
  static func page() -> String {
    let all = Focald.configuration.subcommands
    let commands = all.filter { $0.configuration.shouldDisplay }.map { entry($0) }
    let settings = Settings.all.map(entry)
    return heading + commands.joined() + help + settings.joined() + end
  }

  /// A command, and those below it.
  private static func entry(_ command: any ParsableCommand.Type, under parent: String = "") -> String {
    let own = command.configuration
    let name = parent + (own.commandName ?? "")
    let inner = own.subcommands.map { entry($0, under: name + " ") }
    return ".TP\n.B \(escaped(name))\n" + paragraphs(own.abstract + "\n\n" + own.discussion) + inner.joined()
  }

  private static func entry(_ setting: any SettingDeclaration) -> String {
    ".TP\n.BR \(escaped(setting.key)) \" (\(escaped(setting.defaultText)))\"\n"
      + paragraphs(setting.doc + "\nPermitted: \(setting.permitted).")
  }

  /// Paragraphs within an entry; what is indented keeps its lines.
  private static func paragraphs(_ text: String) -> String {
    let all: [Substring] = text.split(separator: "\n", omittingEmptySubsequences: false)
    return all.split(whereSeparator: \.isEmpty).map { lines in
      let body = lines.map { line($0.drop { $0 == " " }) }.joined()
      return lines.allSatisfy { $0.hasPrefix("  ") } ? ".nf\n\(body).fi\n" : body
    }.joined(separator: ".IP\n")
  }

  /// A line of text: one that begins like a request is none.
  private static func line(_ text: Substring) -> String {
    (text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" : "") + escaped(text) + "\n"
  }

  /// What troff would take for something else.
  private static func escaped(_ text: some StringProtocol) -> String {
    text.reduce(into: "") { escaped, character in
      switch character {
      case "\\": escaped += "\\e"
      case "-": escaped += "\\-"
      case "\"": escaped += "\\(dq"
      default: escaped.append(character)
      }
    }
  }

  private static let heading = #"""
    .TH FOCALD 1 "" "focald" "User commands"
    .\" Printed by focald manual; make docs writes it anew.
    .SH NAME
    focald \- object\-detection losses and detection post\-processing over HTTP
    .SH SYNOPSIS
    .B focald
    .RB [ serve ]
    .RI [ \-\-setting
    .IR value ]...
    .br
    .B focald
    .I command
    .RI [ options ]
    .SH DESCRIPTION
    .B focald
    is an HTTP service for object detection. It computes the losses that train detectors, with analytic gradients, turns the raw
    output of detectors into boxes, runs RetinaNet from a picture to its boxes, and scores detections as COCO, VOC, LVIS and TIDE
    do. It takes and answers JSON, safetensors files, pictures, and the Open Inference Protocol v2. It keeps no state.
    .SH COMMANDS

    """#

  private static let help = #"""
    .PP
    .BI "focald help " command
    describes a command and its options.
    .B focald \-\-generate\-completion\-script
    prints completions for bash, zsh or fish; the packages have them.
    .SH SETTINGS
    A file, the environment and flags change a setting, in rising precedence:
    .I connection_limit
    in the file is
    .I FOCALD_CONNECTION_LIMIT
    in the environment and
    .I \-\-connection\-limit
    as a flag. Defaults stand in brackets.

    """#

  private static let end = #"""
    .SH FILES
    .TP
    .I /etc/focald/focald.yaml
    The settings, if no other file is named by
    .B \-\-config
    or
    .BR FOCALD_CONFIG .
    .TP
    .I /usr/share/doc/focald/
    How to deploy and configure it, notices of third parties, and examples for proxies, Kubernetes, Compose, Prometheus and Grafana.
    .SH SIGNALS
    .TP
    .BR SIGTERM ", " SIGINT ", " SIGQUIT
    Stop in order: after
    .I drain_delay
    no new requests are taken, and those admitted are answered within
    .IR drain_time .
    A second signal ends the process at once.
    .TP
    .B SIGHUP
    Read keys, certificates and networks anew, where the settings name some.
    .SH "EXIT STATUS"
    .TP
    .B 0
    Stopped, and every admitted request was answered.
    .TP
    .B 1
    It could not start, or some requests were not answered within
    .IR drain_time ;
    or a command failed.
    .TP
    .B 64
    A flag cannot be used.
    .TP
    .B 70
    The program was built for newer processors.
    .TP
    .B 78
    A setting in a file or a variable cannot be used.
    .SH EXAMPLES
    .nf
    systemctl enable \-\-now focald.socket focald.service
    curl \-s localhost:8080/v1/losses/focal \-d '{"logits": [2.0, \-1.0], "targets": [1, 0]}'
    focald detect \-\-network shapes.safetensors \-\-svg out/ a.jpg b.png
    .fi
    .SH "SEE ALSO"
    .BR curl (1),
    .BR systemd.socket (5)

    """#
}
