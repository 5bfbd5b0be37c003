using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ScoringFairness.Service.Host;

/// <summary>What keeps the program from starting and its operator can put right: told in a sentence, without a stack trace.</summary>
internal static class StartFailure
{
    private const string NamesTheDatabase = "ConnectionStrings__Database names the database.";

    /// <summary>The sentence, or null where the exception is a fault of the program.</summary>
    public static string? Explain(Exception exception) => exception switch
    {
        SettingException setting => setting.Message,
        OptionsValidationException options => string.Join(' ', options.Failures),
        InvalidOperationException { Message: { } message } when message.Contains("configuration", StringComparison.OrdinalIgnoreCase) => Setting(message),
        IOException { InnerException: AddressInUseException } bind => $"{bind.Message.TrimEnd('.')}. The setting PORT names another port.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } refused =>
            $"{Sentence(refused.MessageText)} Create it first; {NamesTheDatabase}",
        PostgresException refused when refused.SqlState.StartsWith("28", StringComparison.Ordinal) =>
            $"{Sentence(refused.MessageText)} {NamesTheDatabase}",
        NpgsqlException { InnerException: SocketException or TimeoutException } unreachable =>
            $"{Sentence(unreachable.Message)} {NamesTheDatabase}",
        _ => null,
    };

    /// <summary>What the binder of settings says of a value, or of names that no setting has.</summary>
    private static string? Setting(string message) =>
        message.StartsWith("Failed to convert", StringComparison.Ordinal) ? $"{message} Correct the setting."
        : message.Contains("ErrorOnUnknownConfiguration", StringComparison.Ordinal) ? $"There is no such setting: {message.Split(": ")[^1]}. The names are in docs/operation.md."
        : null;

    private static string Sentence(string message) => $"PostgreSQL: {message.TrimEnd('.')}.";
}
