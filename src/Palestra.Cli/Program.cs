using Palestra.Cli;

return await Entry.RunAsync(args);
