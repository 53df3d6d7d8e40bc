// What the page offers to other programs, as window.nuem: counts and -2 ln L of any vertex for every experiment.

function library(content) {
  const cache = new Map(), experiments = new Map();
  const arrays = (place) => {
    if (!cache.has(place)) cache.set(place, decoded(content.arrays[place]));
    return cache.get(place);
  };
  const mixingOf = (name) => {
    if (!(name in content.mixings)) throw new Error(`mixing ${name} is none of ${Object.keys(content.mixings).join(", ")}`);
    return content.mixings[name];
  };
  const experiment = (name, mixing = "normal") => {
    const index = content.experiments.findIndex((one) => one.name === name), key = `${name} ${mixing}`;
    if (index < 0) throw new Error(`experiment ${name} is none of ${content.experiments.map((one) => one.name).join(", ")}`);
    mixingOf(mixing);
    if (!experiments.has(key)) experiments.set(key, readExperiment(content, index, mixing, arrays));
    return experiments.get(key);
  };
  const counts = (name, vertex, { mixing = "normal" } = {}) => {
    const one = experiment(name, mixing);
    return Array.from(nominalCounts(one.rates, one.numbers(readVertex(vertex))));
  };
  const deviance = (name, vertex, { mixing = "normal" } = {}) => experiment(name, mixing).deviance(readVertex(vertex)).value;
  const limit = (name, vertex, { mixing = "normal", threshold = 2.705543454095404 } = {}) =>
    patternLimit(experiment(name, mixing), readVertex(vertex), threshold).value;
  const stars = (vertex, { mixing = "normal" } = {}) => {
    const read = readVertex(vertex);
    return content.stars.filter((star) => star.natures.includes(read.nature))
      .map((star) => ({ name: star.name, size: starSize(star, read, mixingOf(mixing)), bound: star.value, factor: starFactor(star, read, mixingOf(mixing)) }));
  };
  const moments = (vertex, { mixing = "normal" } = {}) => effectiveMoments(readVertex(vertex), mixingOf(mixing));
  const names = content.experiments.map((one) => one.name);
  return { experiment, public: { counts, deviance, limit, stars, moments, names, version: content.version } };
}
