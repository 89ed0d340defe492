using Microsoft.AspNetCore.Http;
using Palestra.Settings;
using Palestra.Storage;
using Palestra.Telemetry;
using Palestra.Trainer.Runs;

namespace Palestra.Trainer.Http;

/// <summary>From the id in a path to a run, or to a sentence that helps.</summary>
internal static class RunIds
{
    [NotTunable("Bounds the work behind an error sentence; among the newest thousand is the one that was meant.")]
    private const int NamesToCompare = 1000;

    public static bool TryFind(RunRegistry registry, string text, out RunId id, out IResult? problem)
    {
        problem = null;
        if (!RunId.TryParse(text, out id))
        {
            problem = Problems.NotFound($"'{text}' is not a run id: {RunId.Rule}.");
        }
        else if (registry.Find(id) is null)
        {
            var known = registry.Page(new CatalogQuery(NamesToCompare)).Runs.Select(r => r.RunId);
            problem = Problems.NotFound($"There is no run '{text}'.{NearestName.Hint(text, known)}");
        }

        return problem is null;
    }
}
