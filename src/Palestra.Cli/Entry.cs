using System.CommandLine;
using System.CommandLine.Parsing;
using Palestra.Worker;

namespace Palestra.Cli;

/// <summary>
/// Parses and runs one command. stdout carries results only; everything else goes to stderr. Exit codes: 0 success,
/// 1 the work failed, 2 the request was wrong.
/// </summary>
internal static class Entry
{
    public static async Task<int> RunAsync(string[] args)
    {
        // What a worker or a daemon says beside its work may go to a file on a full disk: it is no reason to end (P-CALM).
        Console.SetError(new BestEffortWriter(Console.Error));
        var parsed = CommandTree.Build().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            // A misspelt command is reported twice, as unknown and as missing: once is enough.
            var errors = parsed.UnmatchedTokens.Count > 0 ? parsed.Errors.Where(error => IsAboutUnknown(error, parsed)) : parsed.Errors;
            foreach (var sentence in errors.DefaultIfEmpty(parsed.Errors[0]).Select(error => Sentence(error, parsed)).Distinct())
            {
                await Console.Error.WriteLineAsync(sentence);
            }

            await Console.Error.WriteLineAsync($"'palestra {CommandPath(parsed)}--help' shows what is allowed.");
            return ExitCodes.BadRequest;
        }

        try
        {
            // Signals are the commands' own business: Ctrl-C once is graceful, twice is now.
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (UserErrorException error)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return error.ExitCode;
        }
        catch (IOException) when (Console.IsOutputRedirected)
        {
            // The reader of a pipe went away, as `palestra export RUN | head` does.
            return ExitCodes.Failed;
        }
    }

    private static bool IsAboutUnknown(ParseError error, ParseResult parsed) => Unknown(error, parsed) is not null;

    private static string? Unknown(ParseError error, ParseResult parsed) =>
        parsed.UnmatchedTokens.FirstOrDefault(token => error.Message.Contains($"'{token}'", StringComparison.Ordinal));

    private static string Sentence(ParseError error, ParseResult parsed)
    {
        var unknown = Unknown(error, parsed);
        if (unknown is null)
        {
            return error.Message;
        }

        var command = parsed.CommandResult.Command;
        var known = unknown.StartsWith('-')
            ? command.Options.Concat(GlobalOptions.All).Select(option => option.Name)
            : command.Subcommands.Select(child => child.Name);
        var nearest = Palestra.Settings.NearestName.Of(unknown, known);
        return nearest is null
            ? $"'{unknown}' is not known here."
            : $"'{unknown}' is not known here; the nearest is '{nearest}'.";
    }

    private static string CommandPath(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (SymbolResult? result = parsed.CommandResult; result is CommandResult command; result = result.Parent)
        {
            if (command.Command is not RootCommand)
            {
                names.Push(command.Command.Name);
            }
        }

        return string.Concat(names.Select(name => name + " "));
    }
}
