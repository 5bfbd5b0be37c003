using System.Globalization;
using System.Text.Json;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Planning;
using ScoringFairness.Service.Scorers;

namespace ScoringFairness.Service.Pages;

/// <summary>An audit that a form asks for again: its request fills in the form, and what the form has no field for is carried along with it.</summary>
internal sealed record AuditAgain
{
    /// <summary>The field that names the audit.</summary>
    public const string Field = "again";

    private const string ScorerField = "againScorer";
    private const string CarriedField = "carried";

    /// <summary>The audit.</summary>
    public required string AuditId { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it was asked for.</summary>
    public required AuditRequest Request { get; init; }

    /// <summary>What of it was about groups of an attribute that the form names no more, in words.</summary>
    public IReadOnlyList<string> Dropped { get; init; } = [];

    /// <summary>Its attribute as a field of the form.</summary>
    public string Attribute => Joined(Request.Attribute.Names)!;

    /// <summary>Its scorers, each a box of the form that stands for all its options.</summary>
    public required IReadOnlyList<FormBox> Scorers { get; init; }

    /// <summary>What else the form has no field for, each a box that takes it over.</summary>
    public IReadOnlyList<FormBox> Carried => [.. Parts.Where(part => part.Words(Request) is not null)
        .Select(part => new FormBox(CarriedField, part.Word, part.Words(Request)!, IsTicked: true))];

    /// <summary>What a form has no field for: its word, what it says of a request (null: nothing), and the request without it.</summary>
    private static (string Word, Func<AuditRequest, string?> Words, Func<AuditRequest, AuditRequest> Without)[] Parts { get; } =
    [
        ("submitted", request => (request.SubmittedFrom, request.SubmittedTo) switch
        {
            (null, null) => null,
            (var from, null) => $"Only responses submitted from {Time(from)} on",
            (null, var to) => $"Only responses submitted before {Time(to)}",
            var (from, to) => $"Only responses submitted from {Time(from)} to before {Time(to)}",
        }, request => request with { SubmittedFrom = null, SubmittedTo = null }),
        ("preset", request => request.Preset is { } preset ? $"Tolerances and minimums of the preset {preset}" : null,
            request => request with { Preset = null }),
        ("tolerances", request => Bounds("Tolerances", request.Tolerances?.Where(IsCarried)),
            request => request with { Tolerances = request.Tolerances?.Where(one => !IsCarried(one)).ToDictionary() }),
        ("minimums", request => Bounds("Minimums", request.Minimums), request => request with { Minimums = null }),
        ("minGroupShare", request => request.MinGroupShare > 0
            ? string.Create(CultureInfo.InvariantCulture, $"Groups with a share below {request.MinGroupShare:0.####} give no contrast") : null,
            request => request with { MinGroupShare = null }),
        ("swaps", request => request.SwapWords is { } words ? $"{words.Count} pairs of words of its own to swap"
            : request.SwapNames == true ? "Given names are swapped too" : null, request => request with { SwapWords = null, SwapNames = null }),
    ];

    /// <summary>The fields of a form that nobody has changed yet.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Values()
    {
        var values = new Dictionary<string, IReadOnlyList<string>>();
        void Put(string field, object? value) => values[field] = value is null ? [] : [Convert.ToString(value, CultureInfo.InvariantCulture)!];
        values["items"] = Request.Items.Ids ?? [];
        values["explain"] = Request.Explain?.Words ?? [];
        values[ScorerField] = [.. Scorers.Select(box => box.Value)];
        values[CarriedField] = [.. Carried.Select(box => box.Value)];
        Put(Field, AuditId);
        Put("name", Request.Name);
        Put("attribute", Attribute);
        Put("groups", Joined(Request.Groups?.Words));
        Put("otherGroups", Request.OtherGroups is { } others ? FormGroups.Word(others) : null);
        Put("missing", Joined(Request.Missing?.Words));
        Put("reference", Request.Reference);
        Put("focal", Request.Focal);
        Put("cohort", Request.Cohort);
        Put("folds", Request.Folds);
        Put("repeats", Request.Repeats);
        Put("seed", Request.Seed);
        Put("bootstrap", Request.Bootstrap);
        Put("confidence", Request.Confidence);
        Put("adjustOverGroups", Request.AdjustOverGroups == true ? "true" : null);
        Put("minGroupSize", Request.MinGroupSize);
        Put("minCellSize", Request.MinCellSize);
        Put("budget", Request.Budget);
        Put("promptAttribute", Request.PromptAttribute);
        foreach (var (measure, tolerance) in (Request.Tolerances ?? new Dictionary<string, double>()).Where(one => !IsCarried(one)))
        {
            Put(measure, tolerance);
        }
        return values;
    }

    /// <summary>Words of a field: those of the request where its text is unchanged, whatever commas they hold.</summary>
    public static IReadOnlyList<string> Words(string? text, IReadOnlyList<string>? before) =>
        before is not null && text == Joined(before)?.Trim() ? before : AuditForm.List(text);

    /// <summary>The request with what of it the form still asks for, for the form's own fields to be written over it.</summary>
    public AuditRequest Asked(AuditForm form)
    {
        var request = Request with
        {
            Scorers = [.. Scorers.Zip(Request.Scorers!).Where(one => form.Has(ScorerField, one.First.Value)).Select(one => one.Second)],
        };
        foreach (var part in Parts.Where(part => !form.Has(CarriedField, part.Word) || (part.Word == "swaps" && !form.Has("explain", ExplanationReader.Swaps))))
        {
            request = part.Without(request);
        }
        return request;
    }

    /// <summary>A scorer as a box: its name, what it is made from, and every option that it was asked with.</summary>
    public static FormBox Box(ScorerRequest scorer, string origin)
    {
        var options = JsonSerializer.SerializeToElement(scorer, scorer.GetType(), ContractJson.Options).EnumerateObject()
            .Where(option => option.Name is not ("kind" or "name") && option.Value.ValueKind != JsonValueKind.Null)
            .Select(option => $"{option.Name} {Said(option.Value)}");
        return new FormBox(ScorerField, scorer.Name!, origin == scorer.Name ? origin : $"{scorer.Name}: {origin}", string.Join("; ", options), IsTicked: true);
    }

    private static string Said(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? string.Join(", ", value.EnumerateArray()) : value.ToString();

    private static bool IsCarried(KeyValuePair<string, double> tolerance) => !AuditForm.Tolerances.Any(one => one.Measure == tolerance.Key);

    private static string? Bounds(string what, IEnumerable<KeyValuePair<string, double>>? bounds) => bounds?.ToList() is { Count: > 0 } some
        ? $"{what}: {string.Join(", ", some.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Key} {one.Value}")))}"
        : null;

    private static string? Joined(IReadOnlyList<string>? words) => words is null ? null : string.Join(", ", words);

    private static string Time(DateTimeOffset? at) => at!.Value.UtcDateTime.ToString("d MMM yyyy, HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
