/*
 * Training a conditional random field one sequence at a time; see crf.h.
 *
 * Every weight has a learning rate of its own, which falls as its gradients add up
 * (AdaGrad: Duchi, Hazan & Singer 2011). The L1 penalty pulls weights towards 0 after
 * each step (Duchi & Singer 2009); those of a feature make up for the steps since it
 * was last seen. Half of the time a sequence is shown without some of its features,
 * drawn anew: those that stay learn to tell without the others, as they must where a
 * name was never seen (feature noising: Wang et al. 2013).
 */
#include "crf_trainer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "crf_file.h"

#define LEARNT 1e-4	/* gradients nearer to 0 teach nothing */

struct cell {
	float weight, squares, rate;	/* of gradients, summed; the rate by them */
	uint32_t label;
};

struct online {
	struct crf_trainer *t;
	struct cell *cell;		/* as the trainer's pairs */
	struct cell *transition;
	uint32_t *seen;			/* the step that brought a feature up to date */
	uint32_t step;
	uint64_t hidden;		/* draws below it leave a feature out of this step */
	double *expected;		/* transitions, less those observed */
	struct lattice lattice;
};

static struct cell *
new_cells(const struct crf_trainer *t, size_t n)
{
	struct cell *cell = mem_alloc(n, sizeof *cell);

	for (size_t i = 0; i < n; i++)
		cell[i] = (struct cell){.squares = 1, .rate = (float)t->option->rate};
	return cell;
}

/* Pulls the weights of feature k towards 0 for the steps since it was seen. */
static void
settle(struct online *o, uint32_t k)
{
	const struct crf_trainer *t = o->t;
	float pull = (float)(t->option->l1 / (double)t->sequences * (o->step - o->seen[k]));

	for (struct cell *c = o->cell + t->pair[k]; c < o->cell + t->pair[k + 1]; c++) {
		float by = pull * c->rate;

		c->weight = c->weight > by ? c->weight - by
			: c->weight < -by ? c->weight + by : 0;
	}
	o->seen[k] = o->step;
}

static void
descend(const struct online *o, struct cell *c, double gradient)
{
	if (gradient < LEARNT && gradient > -LEARNT)
		return;
	c->squares += (float)(gradient * gradient);
	c->rate = (float)(o->t->option->rate / sqrt((double)c->squares));
	c->weight -= c->rate * (float)gradient;
}

/* Whether the feature in place f of the data takes part in this step. */
static bool
shown(const struct online *o, size_t f)
{
	return o->hidden == 0 || crf_mix(o->step, f) >= o->hidden;
}

static void
fetch(const struct online *o, size_t f)
{
	const struct crf_trainer *t = o->t;

	if (f + 2 * AHEAD >= t->ids)
		return;
	__builtin_prefetch(&t->pair[t->id[f + 2 * AHEAD]]);
	__builtin_prefetch(&o->seen[t->id[f + 2 * AHEAD]]);
	__builtin_prefetch(&o->cell[t->pair[t->id[f + AHEAD]]]);
}

/* The emissions of position i, as trainer_exponentials leaves and returns them, less
 * the gold label's score. */
static double
emit(struct online *o, size_t i, double *emission)
{
	const struct crf_trainer *t = o->t;
	double gold;

	memset(emission, 0, t->labels * sizeof *emission);
	for (size_t f = t->first[i]; f < t->first[i + 1]; f++) {
		size_t p = t->pair[t->id[f]], end = t->pair[t->id[f] + 1];

		fetch(o, f);
		if (!shown(o, f))
			continue;
		settle(o, t->id[f]);
		for (; p < end; p++)
			emission[o->cell[p].label] += (double)o->cell[p].weight;
	}
	gold = emission[t->gold[i]];
	return trainer_exponentials(emission, t->labels) - gold;
}

/* Follows the gradient of position i, which its residual gives to each feature. */
static void
learn(struct online *o, size_t i)
{
	const struct crf_trainer *t = o->t;
	const float *residual = t->residual + i * t->labels;

	if (fabs((double)residual[t->gold[i]]) < LEARNT)
		return;
	for (size_t f = t->first[i]; f < t->first[i + 1]; f++) {
		size_t p = t->pair[t->id[f]], end = t->pair[t->id[f] + 1];

		for (; p < end && shown(o, f); p++)
			descend(o, &o->cell[p], (double)residual[o->cell[p].label]);
	}
}

static void
observe(void *online, size_t transition, double weight)
{
	struct online *o = online;

	o->expected[transition] -= weight;
	o->t->loss -= weight * (double)o->transition[transition].weight;
}

static void
take_step(struct online *o, size_t s)
{
	struct crf_trainer *t = o->t;
	size_t from = t->from[s], to = t->from[s + 1];
	struct lattice *l = &o->lattice;
	double loss = 0;

	o->hidden = crf_mix(++o->step, s) & 1 ? (uint64_t)(t->option->dropout * 0x1p64) : 0;
	lattice_reserve(l, to - from, t->labels);
	memset(o->expected, 0, t->transitions * sizeof *o->expected);
	for (size_t k = 0; k < t->transitions; k++)
		t->exp_transition[k] = t->forbidden[k] ? 0
			: crf_exp((double)o->transition[k].weight);
	for (size_t i = from; i < to; i++)
		loss += emit(o, i, l->emission + (i - from) * t->labels);
	loss += trainer_forward(t, from, to, l);
	t->loss += t->weight[s] * loss;
	trainer_backward(t, from, to, t->weight[s], l, o->expected);
	trainer_transitions(t, s, observe, o);
	for (size_t k = 0; k < t->transitions; k++)
		descend(o, &o->transition[k], o->expected[k]);
	for (size_t i = from; i < to; i++)
		learn(o, i);
}

/* Puts the sequences into another order for each epoch. */
static void
shuffle(size_t *order, size_t n, int epoch)
{
	for (; n > 1; n--) {
		size_t k = crf_mix((uint64_t)epoch, n) % n, swap = order[k];

		order[k] = order[n - 1];
		order[n - 1] = swap;
	}
}

static void
show_epoch(struct online *o, int epoch)
{
	size_t active = 0;

	for (size_t p = 0; p < o->t->pairs; p++)
		active += o->cell[p].weight < 0 || o->cell[p].weight > 0;
	if (o->t->option->progress != NULL)
		o->t->option->progress(epoch + 1, o->t->loss, active);
	o->t->loss = 0;
}

static void
run(struct online *o)
{
	size_t n = o->t->sequences, *order = mem_alloc(n, sizeof *order);

	for (size_t s = 0; s < n; s++)
		order[s] = s;
	for (int epoch = 0; epoch < o->t->option->epochs; epoch++) {
		shuffle(order, n, epoch);
		for (size_t s = 0; s < n; s++)
			take_step(o, order[s]);
		show_epoch(o, epoch);
	}
	for (uint32_t k = 0; k < o->t->index.n; k++)
		settle(o, k);
	free(order);
}

void
crf_online(struct crf_trainer *t, double *x)
{
	struct online o = {.t = t, .cell = new_cells(t, t->pairs),
		.transition = new_cells(t, t->transitions),
		.seen = mem_alloc(t->index.n, sizeof *o.seen),
		.expected = mem_alloc(t->transitions, sizeof *o.expected)};

	for (size_t p = 0; p < t->pairs; p++)
		o.cell[p].label = t->pair_label[p];
	run(&o);
	for (size_t p = 0; p < t->pairs; p++)
		x[p] = (double)o.cell[p].weight;
	for (size_t k = 0; k < t->transitions; k++)
		x[t->pairs + k] = (double)o.transition[k].weight;
	free(o.cell);
	free(o.transition);
	free(o.seen);
	free(o.expected);
	lattice_free(&o.lattice);
}
