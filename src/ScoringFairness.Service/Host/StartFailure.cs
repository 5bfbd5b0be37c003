using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
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
        IOException { InnerException: AddressInUseException } bind => $"{bind.Message.TrimEnd('.')}. The setting PORT names another port.",
        InvalidOperationException certificate when certificate.Message.StartsWith("Unable to configure HTTPS endpoint", StringComparison.Ordinal) =>
            "URLS names an address with https, and there is no certificate; set Kestrel__Certificates__Default__Path, "
            + "or listen on http behind a proxy that has one.",
        InvalidDataException { InnerException: { } broken } file when file.Message.StartsWith("Failed to load configuration", StringComparison.Ordinal) =>
            $"{file.Message} {Innermost(broken)} Correct it there, or remove it.",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } refused =>
            $"{Sentence(refused.MessageText)} Create it first; {NamesTheDatabase}",
        PostgresException refused when refused.SqlState.StartsWith("28", StringComparison.Ordinal) =>
            $"{Sentence(refused.MessageText)} {NamesTheDatabase}",
        NpgsqlException { InnerException: SocketException or TimeoutException } unreachable =>
            $"{Sentence(unreachable.Message)} {NamesTheDatabase}",
        _ => null,
    };

    private static string Innermost(Exception exception) =>
        exception.InnerException is { } inner ? Innermost(inner) : $"{exception.Message.ReplaceLineEndings(" ").TrimEnd('.')}.";

    private static string Sentence(string message) => $"PostgreSQL: {message.TrimEnd('.')}.";
}
