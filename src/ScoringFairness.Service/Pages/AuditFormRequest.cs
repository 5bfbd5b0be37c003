using ScoringFairness.Service.Audits;
using ScoringFairness.Service.Host.Api;
using ScoringFairness.Service.Host.Json;
using ScoringFairness.Service.Planning;
using ScoringFairness.Service.Scorers;

namespace ScoringFairness.Service.Pages;

/// <summary>From the form of a new audit to the request for it.</summary>
internal static class AuditFormRequest
{
    /// <summary>The request that the form stands for, or what cannot be read.</summary>
    public static (AuditRequest? Request, IReadOnlyDictionary<string, string[]> Errors) Read(this AuditForm form, ScorerKinds kinds)
    {
        var errors = new Refusals();
        var posted = form.Posted(errors);
        var items = posted.All("items");
        errors.Unless(items.Count > 0, "items", "Choose at least one item.");
        errors.Unless(posted["attribute"] is not null, "attribute", "Name the attribute whose groups are compared.");
        var asked = form.Again?.Asked(form) ?? new AuditRequest { Items = new ItemSelection(items), Attribute = new AttributeSelection(form.AttributeNames) };
        IReadOnlyList<ScorerRequest> scorers = [.. asked.Scorers ?? [], .. kinds.Read(posted)];
        errors.Unless(scorers.Count > 0, "scorers", "Choose at least one scorer.");
        var (groups, others) = form.Values.Keys.Any(FormGroups.IsField)
            ? FormGroups.Read(posted, form.Values.Keys, form.Groups, errors)
            : (form.NamedGroups is { Count: > 0 } named ? new WordList(named) : null, Others(posted["otherGroups"], errors));
        var request = asked with
        {
            Name = posted["name"],
            Items = new ItemSelection(items),
            Cohort = posted["cohort"],
            Attribute = new AttributeSelection(form.AttributeNames),
            Groups = groups,
            OtherGroups = others,
            Missing = AuditAgain.Words(posted["missing"], asked.Missing?.Words) is { Count: > 0 } missing ? new WordList(missing) : null,
            Reference = posted["reference"],
            Focal = posted["focal"],
            Scorers = scorers,
            Folds = posted.Whole("folds"),
            Repeats = posted.Whole("repeats"),
            Seed = posted.Long("seed"),
            Bootstrap = posted.Whole("bootstrap"),
            Confidence = (double?)posted.Number("confidence"),
            AdjustOverGroups = posted.Has("adjustOverGroups", "true") ? true : null,
            MinGroupSize = posted.Whole("minGroupSize"),
            MinCellSize = posted.Whole("minCellSize"),
            Budget = form.Values.ContainsKey("budget") ? posted.Number("budget") : asked.Budget,
            Explain = posted.All("explain") is { Count: > 0 } explain ? new WordList(explain) : null,
            PromptAttribute = posted["promptAttribute"],
            Tolerances = AuditForm.Tolerances.Select(one => (one.Measure, Value: (double?)posted.Number(one.Measure))).Where(one => one.Value is not null)
                .Select(one => KeyValuePair.Create(one.Measure, one.Value!.Value))
                .Concat((asked.Tolerances ?? new Dictionary<string, double>()).Where(one => !AuditForm.Tolerances.Any(own => own.Measure == one.Key)))
                .ToDictionary(),
        };
        return (errors.Any ? null : request, errors.ByField);
    }

    private static OtherGroups? Others(string? word, Refusals errors)
    {
        var found = FormGroups.Use(word);
        errors.Unless(
            word is null || found is not null, "otherGroups",
            $"'{word}' is none of {string.Join(", ", FormGroups.Uses.Select(one => FormGroups.Word(one.Use)))}.");
        return found;
    }
}
